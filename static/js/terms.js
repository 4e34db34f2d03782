// Glossary terms explain themselves on focus, hover and tap. Without this they are plain links to the glossary page.
// A note can be pointed at, stays until it is left or closed, and Escape closes it (WCAG 1.4.13).
const OPEN_AFTER = 200;
const CLOSE_AFTER = 250;
const GAP = 6;
const EDGE = 8;

const open = { term: null, note: null };
let timer = null;

const noteOf = (term) => document.getElementById(`term-${term.dataset.term}`);

function place(term, note) {
  const box = term.getClientRects()[0] ?? term.getBoundingClientRect();
  const widest = document.documentElement.clientWidth - note.offsetWidth - EDGE;
  const below = box.bottom + GAP;
  const fits = below + note.offsetHeight < window.innerHeight - EDGE;
  // On a phone the note is a sheet at the foot of the screen, or at its head when the word itself stands at the foot.
  note.toggleAttribute("data-at-head", box.bottom > window.innerHeight - note.offsetHeight - 3 * EDGE);
  note.style.left = `${Math.max(EDGE, Math.min(box.left, widest))}px`;
  note.style.top = `${fits ? below : Math.max(EDGE, box.top - GAP - note.offsetHeight)}px`;
}

function hide() {
  clearTimeout(timer);
  if (!open.note) return;
  open.term.setAttribute("aria-expanded", "false");
  open.note.hidePopover();
  open.term = open.note = null;
}

function show(term) {
  clearTimeout(timer);
  if (open.term === term) return;
  hide();
  const note = noteOf(term);
  note.showPopover();
  term.setAttribute("aria-expanded", "true");
  Object.assign(open, { term, note });
  place(term, note);
}

const later = (what, wait) => {
  clearTimeout(timer);
  timer = setTimeout(what, wait);
};

function explain(term) {
  const note = noteOf(term);
  let openedByFocus = 0;
  term.setAttribute("role", "button");
  term.setAttribute("aria-expanded", "false");
  // A tap focuses first and clicks after: the click that belongs to that focus must not close what it opened.
  term.addEventListener("focus", () => {
    openedByFocus = Date.now();
    show(term);
  });
  term.addEventListener("blur", () => later(hide, 0));
  term.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (open.term === term && Date.now() - openedByFocus > 400) hide();
    else show(term);
  });
  term.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    term.click();
  });
  for (const place of [term, note]) {
    place.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse") later(() => show(term), open.term === term ? 0 : OPEN_AFTER);
    });
    place.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse" && document.activeElement !== term) later(hide, CLOSE_AFTER);
    });
  }
}

if ("popover" in HTMLElement.prototype) {
  document.querySelectorAll("a.gt-term").forEach((term) => noteOf(term) && explain(term));
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  document.addEventListener("pointerdown", (event) => {
    if (open.note && !open.note.contains(event.target) && !open.term.contains(event.target)) hide();
  });
  window.addEventListener("scroll", () => open.note && place(open.term, open.note), { passive: true });
  window.addEventListener("resize", hide);
}
