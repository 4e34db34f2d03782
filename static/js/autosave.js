// Saves a form as the person goes. Says "Saved" only once the server has committed; a repeat carries the same UUID and
// counts once. Nothing typed is ever taken away: when a save does not go through, the form says so and tries again.
import { freshen } from "./token.js";
import { gettext } from "./words.js";

const PAUSE = 1200;
const RETRY = 10000;

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const REFUSED = {
  "signed out": gettext("Not saved: you are signed out. What you wrote is still here. Sign in in another window, and we save it by ourselves."),
  "somebody else": gettext("Not saved: somebody else has signed in in this browser. What you wrote is still here. Copy it, then sign in again."),
  same: gettext("Not saved yet. What you wrote is still here. We try again in a moment."),
};

export function autosave(form, isReady = () => true) {
  let timer = null;
  let sending = false;
  let dirty = false;
  let refusals = 0;

  const say = (text, isProblem = false) => {
    const place = form.querySelector("[data-saved]");
    if (!place || place.textContent === text) return;
    place.textContent = text;
    place.dataset.state = isProblem ? "problem" : "";
  };

  const schedule = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  };

  const post = (options) =>
    fetch(form.getAttribute("action"), {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      ...options,
    });

  async function send() {
    if (sending || !isReady()) return;
    sending = true;
    dirty = false;
    say(gettext("Saving …"));
    try {
      await heard(await post({}));
    } catch {
      tryLater(gettext("Not saved yet: there is no connection. What you wrote is still here. We try again in a moment."));
    } finally {
      sending = false;
    }
    if (dirty) schedule(PAUSE);
  }

  async function heard(response) {
    const isJson = (response.headers.get("Content-Type") ?? "").includes("application/json");
    if (response.ok && isJson) {
      saved(await response.json());
    } else if (isJson) {
      say((await response.json()).problem, true);
    } else if (response.status === 403) {
      await refused();
    } else {
      tryLater(REFUSED.same);
    }
  }

  function saved(told) {
    refusals = 0;
    if (form.elements.seen) form.elements.seen.value = told.answer;
    if (dirty) return;
    form.elements.client_id.value = newId();
    const words = gettext("Saved %(moment)s", { moment: told.saved });
    say(told.note ? `${words}. ${told.note}` : words);
  }

  async function refused() {
    const who = await freshen();
    refusals += 1;
    if (who === "same" && refusals === 1) schedule(0);
    else if (who === "somebody else") say(REFUSED[who], true);
    else tryLater(REFUSED[who]);
  }

  function tryLater(words) {
    say(words, true);
    schedule(RETRY);
  }

  // What is typed after a try is something new: under the old UUID the server would take it for a repeat.
  const changed = (wait) => {
    dirty = true;
    form.elements.client_id.value = newId();
    say(gettext("Not saved yet …"));
    if (!sending) schedule(wait);
  };

  const leaving = () => {
    if (!dirty || !isReady()) return;
    clearTimeout(timer);
    dirty = false;
    post({ keepalive: true }).then(heard).catch(() => changed(RETRY));
  };

  form.addEventListener("input", (event) => {
    if (event.target.matches("textarea")) changed(PAUSE);
  });
  form.addEventListener("change", () => changed(0));
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    dirty = false;
  });
  window.addEventListener("pagehide", leaving);
  document.addEventListener("visibilitychange", () => document.hidden && leaving());
}
