// What scripts say, in the language of the page. Pages in another language than English bring Django's JavaScriptCatalog;
// without it a text is said as it stands in the script. `python manage.py find_messages` finds the texts (docs/languages.md).
const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (whole, name) => values[name] ?? whole);

export const gettext = (text, values = {}) => fill(globalThis.django?.gettext?.(text) ?? text, values);

export const ngettext = (one, many, number, values = {}) =>
  fill(globalThis.django?.ngettext?.(one, many, number) ?? (number === 1 ? one : many), { number, ...values });
