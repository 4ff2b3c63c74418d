// The list form of a picture with hazards: statements to tick, and what is asked about each.
import { said } from "./spot_marks.js";

const rows = (answer) => [...answer.querySelectorAll("[data-list] > li")];
const box = (row) => row.querySelector("input");

export function listedIn(answer) {
  return rows(answer).filter((row) => box(row).checked).map((row) => ({ id: box(row).value, ...said(row) }));
}

export function showListed(answer, marks) {
  const byId = new Map(marks.map((mark) => [mark.id, mark]));
  for (const row of rows(answer)) {
    const mark = byId.get(box(row).value);
    box(row).checked = mark !== undefined;
    for (const select of row.querySelectorAll("[data-ask]")) select.value = mark?.[select.dataset.ask] ?? "";
  }
}
