// A scenario as its author tries it: one node at a time. Nothing is sent, and without scripts the links lead from node to node.
document.querySelectorAll("[data-play]").forEach((scenario) => {
  const nodes = [...scenario.querySelectorAll("[data-node]")];
  const first = scenario.querySelector("[data-start]") ?? nodes[0];
  const show = (node) => nodes.forEach((one) => one.toggleAttribute("data-away", one !== node));
  scenario.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#play-']");
    const node = link && nodes.find((one) => `#${one.id}` === link.getAttribute("href"));
    if (!node) return;
    event.preventDefault();
    show(node);
    node.focus();
  });
  if (first) show(first);
});
