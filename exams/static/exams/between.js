// Between two timed sections: sends what this device still holds, and goes back when more time was given.
import { Journal } from "./journal.js";
import { Sender } from "./sender.js";

const page = document.getElementById("between");
const texts = page.dataset;
const where = page.querySelector("[data-where]");

// Nothing is answered here, so no sequence is given and no time told.
const journal = await Journal.open(texts.attempt, 0, () => Date.now());
const sender = new Sender(texts.save, journal, hear);
let hasHeld = journal.pending().length > 0;

function hear({ reply }) {
  tell();
  if (!reply) return;
  if (reply.state !== "open") location.assign(texts.result);
  else if (reply.seconds_left > 0 || String(reply.section) !== texts.section) location.reload();
}

function tell() {
  const held = journal.pending().length;
  hasHeld ||= held > 0;
  where.hidden = !hasHeld;
  where.textContent = held ? texts.textHeld.replace("%n", held) : texts.textSent;
}

tell();
addEventListener("online", () => sender.plan(Math.random() * 2000));
sender.plan(0);
