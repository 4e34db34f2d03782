// Where does the golden thread break? From assessment over outcome and plan to review, each row is one thread.
import { gettext } from "../words.js";

export function breakOf(stages) {
  const filled = stages.map((stage) => Boolean(stage.text.trim()));
  if (!filled.some(Boolean)) return { met: null, says: "" };
  const gap = filled.indexOf(false);
  if (gap === -1) return { met: true, says: gettext("✓ Whole: it runs from the assessment to the review.") };
  if (gap === 0) {
    const first = stages[filled.indexOf(true)].name;
    return { met: false, says: gettext("○ It begins at “%(first)s”. What in the assessment does it come from?", { first }) };
  }
  const before = stages[gap - 1].name;
  const next = stages[gap].name;
  if (gap === stages.length - 1) return { met: true, says: gettext("◐ Whole so far. “%(next)s” is still to come.", { next }) };
  return { met: false, says: gettext("○ It breaks between “%(before)s” and “%(next)s”. What is missing there?", { before, next }) };
}

const PAUSE = 900;
const list = document.querySelector('[data-rows="threads"]');

if (list) {
  const sheet = document.querySelector("[data-sheet]");
  const says = sheet.querySelector("[data-says]");
  let timer = null;

  const look = () => {
    for (const row of list.children) {
      const stages = [...row.querySelectorAll("textarea")].map((field) => ({
        name: row.querySelector(`label[for="${field.id}"]`).textContent,
        text: field.value,
      }));
      const { met, says: words } = breakOf(stages);
      const line = row.querySelector("[data-row-says]");
      line.hidden = !words;
      line.dataset.met = met;
      line.textContent = words;
    }
    clearTimeout(timer);
    timer = setTimeout(tell, PAUSE);
  };

  const tell = () => {
    const line = document.activeElement?.closest?.("[data-row]")?.querySelector("[data-row-says]");
    const words = line?.textContent.slice(2) ?? "";
    if (words && says.textContent !== words) says.textContent = words;
  };

  sheet.addEventListener("sheet:changed", look);
  look();
}
