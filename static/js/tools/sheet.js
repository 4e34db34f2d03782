// A sheet that is filled in on the device and sent nowhere: rows that grow, one undo, printing, and keeping if asked for.
import { gettext } from "../words.js";
import { keeper } from "./keep.js";

const sheet = document.querySelector("[data-sheet]");
const lists = [...sheet.querySelectorAll("[data-rows]")];
const says = sheet.querySelector("[data-says]");
const undoBar = sheet.querySelector("[data-undo]");
const keepBox = sheet.querySelector("[data-keep]");
const kept = sheet.querySelector("[data-kept]");
const keeping = keeper(sheet.dataset.sheet);
const language = document.documentElement.lang;
let made = 0;
let undo = null;

// ---------------------------------------------------------------- what stands on the sheet
function valuesOf(scope, row) {
  const values = {};
  for (const field of scope.querySelectorAll("[data-key]")) {
    if (field.closest("[data-row]") !== row) continue;
    if (field.type !== "radio") values[field.dataset.key] = field.value;
    else if (field.checked) values[field.dataset.key] = field.value;
  }
  return values;
}

function read() {
  const rows = lists.map((list) => [list.dataset.rows, [...list.children].map((row) => valuesOf(row, row))]);
  return { fields: valuesOf(sheet, null), rows: Object.fromEntries(rows) };
}

function fill(scope, row, values) {
  for (const field of scope.querySelectorAll("[data-key]")) {
    if (field.closest("[data-row]") !== row) continue;
    const value = values[field.dataset.key] ?? "";
    if (field.type === "radio") field.checked = field.value === value;
    else field.value = value;
  }
}

function write(state) {
  fill(sheet, null, state.fields ?? {});
  for (const list of lists) {
    const rows = state.rows?.[list.dataset.rows] ?? [];
    list.replaceChildren(...rows.map(() => blank(list)));
    [...list.children].forEach((row, place) => fill(row, row, rows[place]));
    number(list);
  }
  changed();
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// ---------------------------------------------------------------- rows
function blank(list) {
  const row = sheet.querySelector(`[data-blank="${list.dataset.rows}"]`).content.firstElementChild.cloneNode(true);
  made += 1;
  for (const element of row.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (value.includes("__n__")) element.setAttribute(name, value.replace("__n__", `new${made}`));
    }
  }
  return row;
}

function number(list) {
  const one = list.dataset.one;
  [...list.children].forEach((row, place) => {
    const name = `${one} ${place + 1}`;
    row.firstElementChild.setAttribute("aria-label", name[0].toUpperCase() + name.slice(1));
    row.querySelectorAll("[data-which]").forEach((which) => {
      which.textContent = ` ${name}`;
    });
    row.querySelector("[data-row-tools]").hidden = false;
    grow(row);
  });
}

const firstField = (row) => row.querySelector("[data-key]");

function add(list) {
  const row = blank(list);
  list.append(row);
  number(list);
  firstField(row).focus();
  say(gettext("Added %(name)s.", { name: `${list.dataset.one} ${list.children.length}` }));
  changed();
}

function remove(row) {
  const list = row.parentElement;
  const next = row.nextElementSibling;
  const name = `${list.dataset.one} ${[...list.children].indexOf(row) + 1}`;
  row.remove();
  number(list);
  offerUndo(gettext("Removed %(name)s.", { name }), () => {
    list.insertBefore(row, next?.parentElement === list ? next : null);
    number(list);
    firstField(row).focus();
    say(gettext("%(name)s is back.", { name: name[0].toUpperCase() + name.slice(1) }));
  });
  changed();
}

function move(row, by, button) {
  const list = row.parentElement;
  const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
  const place = [...list.children].indexOf(row) + 1;
  if (!other) {
    say(by < 0 ? gettext("It is the first already.") : gettext("It is the last already."));
    return;
  }
  if (by < 0) other.before(row);
  else other.after(row);
  number(list);
  button.focus();
  const values = { from: place, to: place + by, all: list.children.length };
  say(gettext("Moved from place %(from)s to place %(to)s of %(all)s.", values));
  changed();
}

// ---------------------------------------------------------------- saying, undoing
function say(words) {
  says.textContent = "";
  requestAnimationFrame(() => {
    says.textContent = words;
  });
}

function offerUndo(words, back) {
  undo = back;
  undoBar.firstElementChild.textContent = words;
  undoBar.hidden = false;
  undoBar.lastElementChild.focus();
  say(`${words} ${gettext("You can undo this.")}`);
}

undoBar.lastElementChild.addEventListener("click", () => {
  undoBar.hidden = true;
  undo?.();
  undo = null;
  changed();
});

// ---------------------------------------------------------------- paper: a twin of each field that hides nothing
function grow(scope) {
  for (const field of scope.querySelectorAll(".gt-write")) {
    let twin = field.nextElementSibling;
    if (!twin?.matches(".gt-written")) {
      twin = document.createElement("div");
      twin.className = "gt-written";
      twin.setAttribute("aria-hidden", "true");
      twin.style.setProperty("--lines", field.rows ?? 1);
      field.after(twin);
    }
    const isDate = field.type === "date" && field.valueAsDate;
    twin.textContent = isDate ? field.valueAsDate.toLocaleDateString(language, { timeZone: "UTC", dateStyle: "long" }) : field.value;
    if (field.matches("textarea")) {
      field.style.height = "auto";
      if (field.scrollHeight > field.clientHeight) field.style.height = `${field.scrollHeight + 4}px`;
    }
  }
}

// ---------------------------------------------------------------- keeping
function keep() {
  const until = keeping.save(read());
  const day = until && new Date(until).toLocaleString(language, { weekday: "long", hour: "2-digit", minute: "2-digit" });
  kept.textContent = day
    ? gettext("Kept on this device until %(day)s. Nothing was sent.", { day })
    : gettext("This browser does not let us keep it. Print it, or save it as a PDF.");
}

keepBox.addEventListener("change", () => {
  if (keepBox.checked) keep();
  else {
    keeping.forget();
    kept.textContent = gettext("Not kept any more. It is gone when you close this page.");
  }
});

// ---------------------------------------------------------------- the whole
function changed() {
  grow(sheet);
  if (keepBox.checked) keep();
  sheet.dispatchEvent(new CustomEvent("sheet:changed"));
}

sheet.addEventListener("input", (event) => {
  if (event.target.matches("[data-key]")) changed();
});
sheet.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.add) add(lists.find((list) => list.dataset.rows === button.dataset.add));
  else if (button?.dataset.move) move(button.closest("[data-row]"), Number(button.dataset.move), button);
  else if (button?.matches("[data-remove]")) remove(button.closest("[data-row]"));
});
sheet.querySelector("[data-print]").addEventListener("click", () => window.print());
sheet.querySelector("[data-clear]").addEventListener("click", () => {
  const before = read();
  const wasKept = keepBox.checked;
  keepBox.checked = false;
  keeping.forget();
  write(empty);
  kept.textContent = "";
  offerUndo(gettext("Cleared. Nothing is kept on this device."), () => {
    keepBox.checked = wasKept;
    write(before);
    say(gettext("It is back as it was."));
  });
});
window.addEventListener("beforeprint", () => grow(sheet));
window.addEventListener("beforeunload", (event) => {
  if (keepBox.checked || same(read(), empty)) return;
  event.preventDefault();
});

lists.forEach(number);
const empty = read();
const found = keeping.load();
if (found) {
  keepBox.checked = true;
  write(found.state);
}
sheet.querySelectorAll("[data-end], [data-add]").forEach((part) => {
  part.hidden = false;
});
grow(sheet);
