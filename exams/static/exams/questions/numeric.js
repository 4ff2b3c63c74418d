// Numbers by blank, as typed; the server reads them.
export function valueOf(answer) {
  const filled = [...answer.querySelectorAll("[data-blank]")].filter((input) => input.value.trim());
  return filled.length ? Object.fromEntries(filled.map((input) => [input.dataset.blank, input.value.trim()])) : null;
}

export function show(answer, value) {
  for (const input of answer.querySelectorAll("[data-blank]")) input.value = value?.[input.dataset.blank] ?? "";
}
