// Fast keying: Enter goes to the next field, from the last one to the button; the first empty or faulty field is first.
const fields = [...document.querySelectorAll("[data-key]")];
const last = document.querySelector("[data-key-send]");

for (const [place, field] of fields.entries()) {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    (fields[place + 1] ?? last).focus();
  });
  field.addEventListener("focus", () => field.select());
}
(fields.find((field) => field.getAttribute("aria-invalid") === "true") ?? fields.find((field) => !field.value))?.focus();
