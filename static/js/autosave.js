// Saves a form as the person goes. Says "Saved" only once the server has committed; a repeat carries the same UUID and
// counts once. Nothing typed is ever taken away: when a save does not go through, the form says so and tries again.
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

export function autosave(form, isReady = () => true) {
  let timer = null;
  let sending = false;
  let dirty = false;

  const say = (text, isProblem = false) => {
    const place = form.querySelector("[data-saved]");
    if (!place) return;
    place.textContent = text;
    place.dataset.state = isProblem ? "problem" : "";
  };

  const schedule = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  };

  async function send() {
    if (sending || !isReady()) return;
    sending = true;
    dirty = false;
    say("Saving …");
    try {
      const response = await fetch(form.getAttribute("action"), {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
      });
      await heard(response);
    } catch {
      say("Not saved yet: there is no connection. What you wrote is still here. We try again in a moment.", true);
      schedule(RETRY);
    } finally {
      sending = false;
    }
    if (dirty) schedule(PAUSE);
  }

  async function heard(response) {
    const isJson = (response.headers.get("Content-Type") ?? "").includes("application/json");
    if (response.ok && isJson) {
      const told = await response.json();
      form.elements.client_id.value = newId();
      if (form.elements.seen) form.elements.seen.value = told.answer;
      say(`Saved ${told.saved}`);
    } else if (isJson) {
      say((await response.json()).problem, true);
    } else if (response.status === 403) {
      say("Not saved: you are signed out. What you wrote is still here. Sign in in another window, then change it once more.", true);
    } else {
      say("Not saved yet. What you wrote is still here. We try again in a moment.", true);
      schedule(RETRY);
    }
  }

  const changed = (wait) => {
    dirty = true;
    if (!sending) schedule(wait);
  };
  form.addEventListener("input", (event) => {
    if (event.target.matches("textarea")) changed(PAUSE);
  });
  form.addEventListener("change", () => changed(0));
  form.addEventListener("submit", () => clearTimeout(timer));
}
