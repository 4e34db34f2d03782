// Something is being made: htmx asks how far it is; a change of its state is said once, not every two seconds.
const says = document.querySelector("[data-job-says]");
let last = document.querySelector("[data-job]").dataset.job;

document.body.addEventListener("htmx:afterSwap", () => {
  const now = document.querySelector("[data-job]")?.dataset.job;
  if (!now || now === last) return;
  last = now;
  says.textContent = now;
  const title = document.querySelector("h1").textContent;
  document.title = document.title.replace(/^[^–]*/, `${title}: ${now.toLowerCase()} `);
});
