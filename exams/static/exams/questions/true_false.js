// True or false.
export function valueOf(answer) {
  const chosen = answer.querySelector("input:checked");
  return chosen ? chosen.value === "true" : null;
}

export function show(answer, value) {
  for (const input of answer.querySelectorAll("input")) input.checked = input.value === String(value);
}
