// Ticks in the list of items: how many, and all of the page at once.
const form = document.querySelector("[data-bulk]");
const boxes = form ? [...form.querySelectorAll('input[name="item"]')] : [];

function tell() {
  const count = boxes.filter((box) => box.checked).length;
  const line = form.querySelector("[data-chosen]");
  line.textContent = line.dataset.text.replace("%n", count);
  for (const button of form.querySelectorAll('button[name="verb"]')) button.disabled = count === 0;
}

if (form) {
  const all = form.querySelector("[data-all]");
  all.hidden = false;
  all.addEventListener("change", (event) => {
    for (const box of boxes) box.checked = event.target.checked;
    tell();
  });
  form.addEventListener("change", tell);
  addEventListener("pageshow", tell);
  tell();
}
