// Accordions and tabs of a lesson. A link to something folded opens it; without scripts everything stands open.
import { gettext } from "../words.js";

const folds = document.querySelectorAll("[data-module='govuk-accordion'], [data-module='govuk-tabs']");

if (folds.length) start();

async function start() {
  document.body.classList.add("govuk-frontend-supported");
  const { Accordion, Tabs } = await import("../vendor/govuk-frontend.min.js");
  folds.forEach((part) => {
    if (part.dataset.module === "govuk-tabs") return new Tabs(part);
    const i18n = {
      showAllSections: gettext("Show all sections"),
      hideAllSections: gettext("Hide all sections"),
      showSection: gettext("Show"),
      hideSection: gettext("Hide"),
    };
    new Accordion(part, { i18n });
    part.addEventListener("click", () => nameByWhatIsSeen(part));
    return nameByWhatIsSeen(part);
  });
  open();
  window.addEventListener("hashchange", open);
}

// The component gives its buttons names that differ from what stands on them: who speaks to a computer could not press them.
function nameByWhatIsSeen(part) {
  part.querySelectorAll(".govuk-accordion__section-button").forEach((button) => button.removeAttribute("aria-label"));
}

function open() {
  const wanted = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const section = wanted && wanted.closest(".govuk-accordion__section");
  if (!section) return;
  const button = section.querySelector("button");
  if (button?.getAttribute("aria-expanded") === "false") button.click();
  section.scrollIntoView();
}
