// How many of the questions are ready.
import { gettext } from "../words.js";

const list = document.querySelector("[data-checklist]");
const sheet = document.querySelector("[data-sheet]");
const count = document.querySelector("[data-count]");

const look = () => {
  const questions = [...list.children];
  const chosen = questions.map((question) => [...question.querySelectorAll("[type=radio]")].findIndex((one) => one.checked));
  const open = chosen.filter((place) => place === 1).length;
  const ready = chosen.filter((place) => place === 0).length;
  const aside = chosen.filter((place) => place > 1).length;
  const all = questions.length - aside;
  const some = open
    ? gettext("%(ready)s of %(all)s ready, %(open)s not yet.", { ready, all, open })
    : gettext("%(ready)s of %(all)s ready.", { ready, all });
  const words = ready === all ? gettext("Everything is ready.") : some;
  count.hidden = chosen.every((place) => place === -1);
  count.dataset.met = ready === all;
  if (count.textContent !== words) count.textContent = words;
};
sheet.addEventListener("sheet:changed", look);
look();
