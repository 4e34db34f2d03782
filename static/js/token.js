// Signing in makes the tokens of all open pages invalid. Asks for a new one, and only takes it if the page still belongs to
// whoever is signed in now: nobody's words may be saved under another person's name.
export async function freshen() {
  const root = document.documentElement;
  const response = await fetch(root.dataset.token, { headers: { Accept: "application/json" } });
  const told = await response.json();
  if (!told.who) return "signed out";
  if (told.who !== root.dataset.who) return "somebody else";
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => {
    field.value = told.token;
  });
  return "same";
}
