// What every page can use: the menu on small screens, and focus on a list of errors.
document.documentElement.classList.add("js-enabled");

const toggle = document.querySelector("[data-menu]");
if (toggle) {
  const menu = document.getElementById(toggle.getAttribute("aria-controls"));
  toggle.addEventListener("click", () => {
    const folded = menu.toggleAttribute("data-folded");
    toggle.setAttribute("aria-expanded", String(!folded));
  });
}

document.querySelector("[data-error-summary]")?.focus();
