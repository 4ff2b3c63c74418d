// Steps in order: buttons, or dragging by the handle. The places in the hidden fields are the answer.
import { changed } from "./modules.js";

const list = (answer) => answer.querySelector(".order");
const steps = (answer) => [...answer.querySelectorAll(".order-step")];
const field = (step) => step.querySelector("select");
const textOf = (step) => step.querySelector(".order-text").textContent.trim();

export function valueOf(answer) {
  const placed = steps(answer).map((step) => [Number(field(step).value), step.dataset.step]);
  const isWhole = new Set(placed.map(([place]) => place)).size === placed.length && placed.every(([place]) => place);
  return isWhole ? placed.sort(([a], [b]) => a - b).map(([, id]) => id) : null;
}

export function show(answer, value) {
  if (value) for (const id of value) list(answer).append(answer.querySelector(`[data-step="${CSS.escape(id)}"]`));
  number(answer, value !== null);
}

function number(answer, isGiven) {
  for (const [place, step] of steps(answer).entries()) {
    field(step).value = isGiven ? place + 1 : "";
    step.querySelector('[data-move="-1"]').disabled = place === 0;
    step.querySelector('[data-move="1"]').disabled = place === steps(answer).length - 1;
  }
  answer.querySelector(".order-open").hidden = isGiven;
}

function take(answer, step) {
  number(answer, true);
  const place = steps(answer).indexOf(step) + 1;
  const text = list(answer).dataset.textMoved.replace("%s", textOf(step)).replace("%n", place);
  answer.querySelector("[data-say]").textContent = text;
  changed(answer);
}

function move(answer, step, by) {
  const other = by < 0 ? step.previousElementSibling : step.nextElementSibling;
  if (!other) return;
  if (by < 0) other.before(step);
  else other.after(step);
  take(answer, step);
  const button = step.querySelector(`[data-move="${by}"]`);
  (button.disabled ? step.querySelector(`[data-move="${-by}"]`) : button).focus();
}

// The step follows the finger: it changes places with a neighbour whose middle the finger has passed.
function drag(answer, step, handle) {
  let isMoved = false;
  const follow = (event) => {
    const before = step.previousElementSibling;
    const after = step.nextElementSibling;
    const middle = (row) => row.getBoundingClientRect().top + row.getBoundingClientRect().height / 2;
    if (before && event.clientY < middle(before)) before.before(step);
    else if (after && event.clientY > middle(after)) after.after(step);
    else return;
    isMoved = true;
  };
  const drop = () => {
    handle.removeEventListener("pointermove", follow);
    step.classList.remove("is-dragged");
    if (isMoved) take(answer, step);
  };
  handle.addEventListener("pointerdown", (event) => {
    isMoved = false;
    handle.setPointerCapture(event.pointerId);
    step.classList.add("is-dragged");
    handle.addEventListener("pointermove", follow);
    handle.addEventListener("lostpointercapture", drop, { once: true });
  });
}

export function mount(answer) {
  const isGiven = valueOf(answer) !== null;
  list(answer).classList.add("is-live");
  for (const step of steps(answer)) {
    const handle = step.querySelector(".order-handle");
    step.querySelector(".order-place").hidden = true;
    step.querySelector(".order-buttons").hidden = handle.hidden = false;
    for (const button of step.querySelectorAll("[data-move]")) {
      button.addEventListener("click", () => move(answer, step, Number(button.dataset.move)));
    }
    drag(answer, step, handle);
  }
  answer.querySelector("[data-confirm]").addEventListener("click", () => {
    number(answer, true);
    changed(answer);
    steps(answer)[0].querySelector('[data-move="1"]').focus();
  });
  number(answer, isGiven);
}
