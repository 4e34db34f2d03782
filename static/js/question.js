// A question of an attempt: saves each answer as it is given, and offers buttons to move lines up and down.
import { autosave, newId } from "./autosave.js";

const form = document.querySelector("form[data-question]");
const order = form.querySelector("[data-order]");

if (order) {
  const number = () =>
    [...order.children].forEach((line, place) => {
      line.querySelector("select").value = String(place + 1);
    });
  const placeOf = (line) => Number(line.querySelector("select").value) || Infinity;
  const sort = () => order.append(...[...order.children].sort((a, b) => placeOf(a) - placeOf(b) || 0));
  sort();
  order.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    sort(); // a place chosen by hand counts, whatever order the lines stand in
    const line = button.closest("li");
    const other = button.dataset.move === "1" ? line.nextElementSibling : line.previousElementSibling;
    if (other) {
      if (button.dataset.move === "1") other.after(line);
      else other.before(line);
    }
    number();
    button.focus();
    form.dispatchEvent(new Event("change"));
  });
}

// A half-done order or match is not an answer yet, so it is not sent before every line has one.
const selects = [...form.querySelectorAll("fieldset select")];
autosave(form, () => {
  const chosen = selects.map((select) => select.value);
  return !chosen.includes("") && (!order || new Set(chosen).size === chosen.length);
});
form.addEventListener("submit", () => {
  form.elements.client_id.value = newId();
});
