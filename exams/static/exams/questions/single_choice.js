// One of the options: the id of the one chosen.
export const valueOf = (answer) => answer.querySelector("input:checked")?.value ?? null;

export function show(answer, value) {
  for (const input of answer.querySelectorAll("input")) input.checked = input.value === value;
}
