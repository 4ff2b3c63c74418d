// Wagtail saves a page by itself half a second after something changed in its form, also while the form is being sent:
// of a new page that makes two, and an approval is asked for twice, the second time with the page as it was before it
// was published. So whoever presses waits for a save that is under way, and none begins while the form is being sent.
let isSaving = false;
let isSent = false;
let pressed = null;

const isEditor = (form) => "editForm" in form.dataset;

function release() {
  isSaving = false;
  if (!pressed) return;
  const { form, name } = pressed;
  pressed = null;
  // The reply may have brought other buttons; one without a name saves the draft, as the form does without a button.
  form.requestSubmit(name ? form.querySelector(`button[name="${name}"]`) : null);
}

document.addEventListener("w-autosave:save", (event) => {
  if (isSent) event.preventDefault();
  else isSaving = true;
});
document.addEventListener("w-autosave:success", release);
document.addEventListener("w-autosave:error", release);
document.addEventListener("submit", (event) => {
  if (!isSaving || !isEditor(event.target)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  pressed = { form: event.target, name: event.submitter?.name };
}, { capture: true });
document.addEventListener("submit", (event) => { isSent = !event.defaultPrevented && isEditor(event.target); });
window.addEventListener("pageshow", () => { isSent = false; });  // somebody came back to it
