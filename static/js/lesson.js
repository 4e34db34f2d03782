// A lesson: saves reflections as they are written, keeps the place, and says when an answer could not be sent.
import { autosave } from "./autosave.js";

const lesson = document.querySelector("[data-lesson]");
document.querySelectorAll("form[data-autosave]").forEach((form) => autosave(form));

document.body.addEventListener("htmx:afterSwap", (event) => {
  const form = event.detail.elt.closest?.("form[data-activity]") ?? event.detail.elt;
  if (form.matches?.("form[data-autosave]")) autosave(form);
  form.querySelector?.("h3, [role=alert], [data-saved]")?.setAttribute("tabindex", "-1");
  form.querySelector?.("h3, [role=alert], [data-saved]")?.focus();
});

for (const name of ["htmx:sendError", "htmx:responseError"]) {
  document.body.addEventListener(name, (event) => {
    const place = event.detail.elt.querySelector("[data-saved]");
    if (!place) return;
    place.dataset.state = "problem";
    place.textContent =
      event.detail.xhr?.status === 403
        ? "Not saved: you are signed out. Your answer is still here. Sign in in another window, then press the button again."
        : "Not saved: there is no connection. Your answer is still here. Press the button again in a moment.";
  });
}

if (lesson) {
  const token = lesson.querySelector("[name=csrfmiddlewaretoken]").value;
  let last = null;
  let timer = null;
  const keep = () => {
    const body = new FormData();
    body.set("block", last);
    body.set("csrfmiddlewaretoken", token);
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
