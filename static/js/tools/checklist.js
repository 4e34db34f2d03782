// How many of the questions are ready.
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
  const words = ready === all ? "Everything is ready." : `${ready} of ${all} ready${open ? `, ${open} not yet` : ""}.`;
  count.hidden = chosen.every((place) => place === -1);
  count.dataset.met = ready === all;
  if (count.textContent !== words) count.textContent = words;
};
sheet.addEventListener("sheet:changed", look);
look();
