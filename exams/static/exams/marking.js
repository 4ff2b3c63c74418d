// Marks by keys: 1, 2 and 3 answer the line that has the focus and go on; Ctrl+Enter saves.
const form = document.querySelector("[data-marking]");
const lines = form ? [...form.querySelectorAll("fieldset")] : [];

const focusLine = (line) => (line.querySelector("input:checked") ?? line.querySelector("input")).focus();

const currentLine = () => lines.find((line) => line.contains(document.activeElement));

const answer = (key) => {
  const line = currentLine() ?? lines.find((one) => !one.querySelector("input:checked"));
  const choice = line?.querySelectorAll("input")[Number(key) - 1];
  if (!choice) return;
  choice.checked = true;
  const next = lines[lines.indexOf(line) + 1];
  if (next) focusLine(next);
  else form.querySelector("textarea").focus();
};

document.addEventListener("keydown", (event) => {
  if (!form || event.isComposing) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  } else if (["1", "2", "3"].includes(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey) {
    if (event.target.matches("textarea, select, input:not([type='radio'])")) return;
    event.preventDefault();
    answer(event.key);
  }
});

if (lines.length && !form.querySelector(".error")) focusLine(lines[0]);
