// The parts of a case by their ids; each part is read and shown by the script of its own type.
import { show as showPart, valueOf as valueOfPart } from "./modules.js";

const parts = (answer) =>
  [...answer.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part.querySelector("[data-module]")]);

export function valueOf(answer) {
  const given = parts(answer).map(([id, part]) => [id, valueOfPart(part)]).filter(([, value]) => value !== null);
  return given.length ? Object.fromEntries(given) : null;
}

export function show(answer, value) {
  for (const [id, part] of parts(answer)) showPart(part, value?.[id] ?? null);
}
