// By line, what was chosen for it.
export function valueOf(answer) {
  const chosen = [...answer.querySelectorAll("[data-left]")].filter((select) => select.value);
  return chosen.length ? Object.fromEntries(chosen.map((select) => [select.dataset.left, select.value])) : null;
}

export function show(answer, value) {
  for (const select of answer.querySelectorAll("[data-left]")) select.value = value?.[select.dataset.left] ?? "";
}
