// A few sentences, and how many characters they have.
const field = (answer) => answer.querySelector("textarea");

function count(answer) {
  const place = answer.querySelector("[data-count]");
  place.textContent = place.dataset.text.replace("%n", field(answer).value.length);
}

export const valueOf = (answer) => (field(answer).value.trim() ? field(answer).value : null);

export function show(answer, value) {
  field(answer).value = value ?? "";
  count(answer);
}

export function mount(answer) {
  count(answer);
  field(answer).addEventListener("input", () => count(answer));
}
