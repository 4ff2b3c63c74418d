// The marks of a picture as one sees them: numbered signs on it, and a row for each below it.

export const said = (root) =>
  Object.fromEntries([...root.querySelectorAll("[data-ask]")].filter((s) => s.value).map((s) => [s.dataset.ask, s.value]));

export function sign(name, [x, y], text = "") {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  element.setAttribute("aria-hidden", "true");
  element.style.left = `${x * 100}%`;
  element.style.top = `${y * 100}%`;
  return element;
}

// On a phone a finger in a glove needs more picture than the screen is wide.
export function offerEnlarging(answer) {
  const button = answer.querySelector("[data-enlarge]");
  button.hidden = false;
  button.addEventListener("click", () => {
    const isLarge = answer.querySelector(".spot-window").classList.toggle("is-large");
    button.setAttribute("aria-pressed", String(isLarge));
  });
}

function removeButton(board, at) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = "✕";
  button.setAttribute("aria-label", board.text.textRemove.replace("%n", at + 1));
  button.addEventListener("click", () => {
    board.remove(at);
    (board.list.querySelectorAll("button")[Math.min(at, board.taps.length - 1)] ?? board.picture).focus();
  });
  return button;
}

export function rowOf(board, at) {
  const { x, y, ...answers } = board.taps[at];
  const row = document.createElement("li");
  const name = document.createElement("span");
  name.className = "spot-name";
  name.textContent = board.text.textMark.replace("%n", at + 1);
  const asks = board.answer.querySelector("[data-asks-of-mark]").content.cloneNode(true);
  for (const select of asks.querySelectorAll("[data-ask]")) {
    select.value = answers[select.dataset.ask] ?? "";
    select.setAttribute("aria-label", `${name.textContent}: ${select.previousElementSibling.textContent}`);
  }
  row.append(name, asks, removeButton(board, at));
  row.addEventListener("input", () => {
    board.taps[at] = { x, y, ...said(row) };
    board.keep();
  });
  return row;
}
