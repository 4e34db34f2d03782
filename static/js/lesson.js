// A lesson: saves reflections as they are written, keeps the place, and says when an answer could not be sent.
import { autosave, newId } from "./autosave.js";
import { freshen } from "./token.js";
import { gettext } from "./words.js";

const lesson = document.querySelector("[data-lesson]");
document.querySelectorAll("form[data-autosave]").forEach((form) => autosave(form));

document.body.addEventListener("htmx:afterSwap", (event) => {
  const form = event.detail.elt.closest?.("form[data-activity]") ?? event.detail.elt;
  if (form.matches?.("form[data-autosave]")) autosave(form);
  const told = form.querySelector?.("[role=alert]") ?? form.querySelector?.("[data-focus], h3") ?? form.querySelector?.("[data-saved]");
  told?.setAttribute("tabindex", "-1");
  told?.focus();
});

// Another answer is something new: under the UUID of one whose reply was lost, the server would take it for a repeat.
const renew = (event) => {
  const form = event.target.closest?.("form[data-activity]:not([data-autosave])");
  if (form) form.elements.client_id.value = newId();
};
document.body.addEventListener("change", renew);
document.body.addEventListener("click", (event) => event.target.matches?.("button[name=keep]") && renew(event));

const NOT_SENT = {
  "signed out": gettext("Not saved: you are signed out. Your answer is still here. Sign in in another window, then press the button again."),
  "somebody else": gettext("Not saved: somebody else has signed in in this browser. Sign in again, then open this page anew."),
  same: gettext("Not saved yet. Your answer is still here. Press the button again in a moment."),
  offline: gettext("Not saved: there is no connection. Your answer is still here. Press the button again in a moment."),
};
const sentAgain = new WeakSet();

function tell(form, words) {
  const place = form.querySelector("[data-saved]");
  if (!place) return;
  place.dataset.state = "problem";
  place.textContent = words;
}

document.body.addEventListener("htmx:sendError", (event) => tell(event.detail.elt, NOT_SENT.offline));
document.body.addEventListener("htmx:responseError", async (event) => {
  const form = event.detail.elt;
  const who = event.detail.xhr.status === 403 ? await freshen().catch(() => "offline") : "same";
  if (event.detail.xhr.status === 403 && who === "same" && !sentAgain.has(form)) {
    sentAgain.add(form);
    form.requestSubmit();
  } else {
    tell(form, NOT_SENT[who]);
  }
});

if (lesson) {
  const token = lesson.querySelector("[name=csrfmiddlewaretoken]");
  let last = null;
  let timer = null;
  const keep = () => {
    const body = new FormData();
    body.set("block", last);
    body.set("csrfmiddlewaretoken", token.value);
    fetch(lesson.dataset.position, { method: "POST", body, keepalive: true }).catch(() => {});
  };
  const watcher = new IntersectionObserver(
    (entries) => {
      const seen = entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target.dataset.block);
      if (!seen.length || window.scrollY < 60) return;
      last = seen[0];
      clearTimeout(timer);
      timer = setTimeout(keep, 700);
    },
    { rootMargin: "-10% 0px -60% 0px" },
  );
  lesson.querySelectorAll("[data-block]").forEach((block) => watcher.observe(block));
}
