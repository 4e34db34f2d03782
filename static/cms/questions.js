// The form of a question: option rows are added, moved and removed in place. Without this script the same buttons ask the server.
const form = document.querySelector("[data-question-form]");

if (form) {
  const list = form.querySelector("[data-options]");
  const count = form.querySelector("[data-rows]");
  const said = form.querySelector("[data-said]");
  const add = form.querySelector('[data-do="add"]');
  const blank = document.querySelector("[data-row-template]");
  const most = 10;

  const rows = () => [...list.querySelectorAll("[data-row]")];

  // Names, ids and words of a row follow its place, so that what is sent is in the order that is seen.
  const number = () => {
    rows().forEach((row, index) => {
      const place = index + 1;
      row.querySelector("[data-number]").textContent = place;
      for (const part of row.querySelectorAll("[name], [id], [for], [aria-describedby], [aria-label], [value]")) {
        for (const name of ["name", "id", "for", "aria-describedby"]) {
          const had = part.getAttribute(name);
          if (had) part.setAttribute(name, had.replace(/-(\d+|__row__)/g, `-${place}`));
        }
        if (part.dataset.do) {
          part.value = `${part.dataset.do}-${place}`;
          part.setAttribute("aria-label", part.getAttribute("aria-label").replace(/\d+|__row__/, place));
        }
      }
    });
    count.value = rows().length;
    add.hidden = rows().length >= most;
  };

  const moves = {
    add: () => {
      list.append(blank.content.cloneNode(true));
      number();
      rows().at(-1).querySelector("textarea").focus();
      return `Option ${rows().length} added.`;
    },
    up: (row) => {
      row.previousElementSibling?.before(row);
      return null;
    },
    down: (row) => {
      row.nextElementSibling?.after(row);
      return null;
    },
    remove: (row) => {
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      (next?.querySelector("textarea") ?? add).focus();
      return "Option removed.";
    },
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-row]");
    const words = moves[button.dataset.do](row);
    number();
    if (words === null) button.focus();
    said.textContent = words ?? `Moved to place ${rows().indexOf(row) + 1}.`;
  });

  const kind = form.querySelector("[data-kind-choice]");
  kind.addEventListener("change", () => { form.dataset.kind = kind.value; });
  form.dataset.live = "";

  // What was typed is not left behind by a slip of the finger.
  let isChanged = false;
  form.addEventListener("input", () => { isChanged = true; });
  form.addEventListener("submit", (event) => {
    if (!event.submitter?.formTarget) isChanged = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault();
  });
}

document.querySelector("[data-errors]")?.focus();
