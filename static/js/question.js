// A question of an attempt: saves each answer as it is given, and offers buttons to move lines up and down.
import { autosave, newId } from "./autosave.js";

const form = document.querySelector("form[data-question]");
const order = form.querySelector("[data-order]");

if (order) {
  const number = () =>
    [...order.children].forEach((line, place) => {
      line.querySelector("select").value = String(place + 1);
    });
  const sort = () => {
    const lines = [...order.children];
    const chosen = lines.map((line) => line.querySelector("select").value);
    if (new Set(chosen).size !== lines.length || chosen.includes("")) return;
    lines.sort((a, b) => a.querySelector("select").value - b.querySelector("select").value);
    order.append(...lines);
  };
  sort();
  order.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
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
