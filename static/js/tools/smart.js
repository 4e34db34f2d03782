// The SMART check of framework/tools/smart.py, on the data it sends along: looks for signs in the words, and never blocks.
export function wordsOf(rule, text) {
  let plain = text.toLowerCase().replaceAll("’", "'");
  for (const mark of rule.between) plain = plain.replaceAll(mark, " ");
  return plain
    .split(" ")
    .map((word) => word.replace(/^'+|'+$/g, ""))
    .filter(Boolean);
}

const holds = (line, phrases) => phrases.some((phrase) => line.includes(` ${phrase} `));

export function check(rule, letter, text) {
  const words = wordsOf(rule, text);
  const line = ` ${words.join(" ")} `;
  if (!words.length) return { met: false, says: rule.nothing };
  if (words.length < letter.least_words) return { met: false, says: letter.too_short };
  const hasNumber = letter.numbers_count && /[0-9]/.test(line);
  if (letter.signs.length && (hasNumber || holds(line, letter.signs))) return { met: true, says: letter.there };
  const weak = letter.weak.find((one) => holds(line, one.phrases));
  if (weak) return { met: false, says: weak.tip };
  return letter.signs.length ? { met: false, says: letter.no_sign } : { met: true, says: letter.there };
}

const PAUSE = 900;
const place = document.querySelector("[data-smart]");

if (place) {
  const rule = JSON.parse(place.dataset.rule);
  const sheet = document.querySelector("[data-sheet]");
  const count = document.querySelector("[data-smart-count]");
  const says = sheet.querySelector("[data-says]");
  let timer = null;
  let told = "";

  const look = () => {
    const missing = [];
    for (const letter of rule.letters) {
      const field = sheet.querySelector(`[data-field="${letter.key}"]`);
      const text = field.querySelector("[data-key]").value;
      const verdict = check(rule, letter, text);
      const line = field.querySelector("[data-field-says]");
      line.hidden = !text.trim();
      line.dataset.met = verdict.met;
      line.textContent = `${verdict.met ? "✓" : "○"} ${letter.word}: ${verdict.met ? "" : "not yet. "}${verdict.says}`;
      if (!verdict.met) missing.push(letter);
    }
    const there = rule.letters.length - missing.length;
    const rest = missing.map((letter) => letter.word).join(", ");
    count.hidden = !rule.letters.some((letter) => sheet.querySelector(`[data-key="${letter.key}"]`).value.trim());
    count.dataset.met = !missing.length;
    count.textContent = missing.length
      ? `${there} of ${rule.letters.length} letters are there. Still to think about: ${rest}.`
      : "All five letters are there. Read it aloud together: is it what the person wants?";
    clearTimeout(timer);
    timer = setTimeout(tell, PAUSE);
  };

  // For a screen reader: the field that is being written, once the writing rests.
  const tell = () => {
    const field = document.activeElement?.closest?.("[data-field]");
    const line = field?.querySelector("[data-field-says]");
    const words = line && !line.hidden ? `${line.textContent.slice(2)} ${count.textContent}` : "";
    if (words && words !== told) {
      told = words;
      says.textContent = words;
    }
  };

  sheet.addEventListener("sheet:changed", look);
  look();
}
