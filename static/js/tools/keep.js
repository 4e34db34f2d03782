// Keeps one person's sheet in this browser for a day, only when they ask for it. site.js forgets what is older on any page.
const DAY = 24 * 60 * 60 * 1000;

export function keeper(name) {
  const key = `gt-tool:${document.documentElement.dataset.who ?? "nobody"}:${name}`;
  return {
    load(now = Date.now()) {
      try {
        const kept = JSON.parse(localStorage.getItem(key));
        if (kept && kept.until > now) return kept;
        localStorage.removeItem(key);
      } catch {
        // A browser that keeps nothing, or something that is not ours: begin with an empty sheet.
      }
      return null;
    },
    // Returns until when it is kept, or null when this browser does not keep anything.
    save(state, now = Date.now()) {
      try {
        const until = now + DAY;
        localStorage.setItem(key, JSON.stringify({ until, state }));
        return until;
      } catch {
        return null;
      }
    },
    forget() {
      try {
        localStorage.removeItem(key);
      } catch {
        // Nothing was kept.
      }
    },
  };
}
