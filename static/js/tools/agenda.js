// A timed agenda: the clock beside each item, and whether it fits.
import { gettext } from "../words.js";

export function clock(start, minutes) {
  const [hour, minute] = start.split(":").map(Number);
  const all = (hour * 60 + minute + minutes) % (24 * 60);
  return `${String(Math.floor(all / 60)).padStart(2, "0")}:${String(all % 60).padStart(2, "0")}`;
}

const list = document.querySelector('[data-rows="items"]');

if (list) {
  const sheet = document.querySelector("[data-sheet]");
  const total = document.querySelector("[data-agenda]");
  const look = () => {
    const start = sheet.querySelector('[data-key="start"]').value;
    let minutes = 0;
    for (const row of list.children) {
      const line = row.querySelector("[data-row-says]");
      const takes = Number(row.querySelector('[data-key="minutes"]').value) || 0;
      line.hidden = !start || !takes;
      if (start) line.textContent = gettext("%(from)s to %(to)s", { from: clock(start, minutes), to: clock(start, minutes + takes) });
      minutes += takes;
    }
    const long = gettext("%(items)s items, %(minutes)s minutes", { items: list.children.length, minutes });
    const when = start && gettext("from %(from)s to %(to)s", { from: start, to: clock(start, minutes) });
    const words = when ? `${long}, ${when}` : long;
    total.hidden = false;
    if (total.textContent !== words) total.textContent = words;
  };
  sheet.addEventListener("sheet:changed", look);
  look();
}
