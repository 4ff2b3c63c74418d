// Some of the options: their ids in order.
export function valueOf(answer) {
  const chosen = [...answer.querySelectorAll("input:checked")].map((input) => input.value).sort();
  return chosen.length ? chosen : null;
}

export function show(answer, value) {
  for (const input of answer.querySelectorAll("input")) input.checked = Boolean(value?.includes(input.value));
}
