// What every page can use: the menu on small screens, focus on a list of errors, and forgetting sheets kept for a day.
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

if (matchMedia("(min-width: 48em)").matches) {
  document.querySelectorAll("[data-open-wide]").forEach((details) => { details.open = true; });
}

// A tool's sheet that somebody asked to keep is forgotten after its day, whatever page is opened next.
function isOver(key) {
  try {
    return !(JSON.parse(localStorage.getItem(key)).until > Date.now());
  } catch {
    return true;
  }
}
try {
  for (const key of Object.keys(localStorage)) if (key.startsWith("gt-tool:") && isOver(key)) localStorage.removeItem(key);
} catch {
  // This browser keeps nothing, so there is nothing to forget.
}
