// The paper in the browser: journal first, then the server; says truthfully where the answers are.
import { Journal } from "./journal.js";
import { show, start, valueOf } from "./questions/modules.js";

const paper = document.getElementById("paper");
const texts = paper.dataset;
const state = document.getElementById("save-state");
const clock = document.getElementById("clock");
const announce = document.getElementById("announce");
const journal = new Journal(texts.attempt, Number(texts.newest));

// Who types is not interrupted at every letter.
const TYPED = "textarea, input:not([type=radio], [type=checkbox])";

let deadline = performance.now() + (Date.parse(texts.deadline) - Date.parse(texts.now));
let isSending = false;
let failures = 0;
let timer = 0;

// What an answer holds is known to the script of its type alone.
const answerOf = (question) => question.querySelector("[data-module]");

function markPalette(question) {
  const link = paper.querySelector(`[data-palette="${question.dataset.position}"]`);
  link.classList.toggle("is-answered", valueOf(answerOf(question)) !== null);
}

function tell(kind, text) {
  state.dataset.state = kind;
  if (state.textContent !== text) state.textContent = text;
}

function tellHeld() {
  const count = journal.pending().length;
  if (count) tell("held", texts.textHeld.replace("%n", count));
  else tell("saved", texts.textSaved);
}

function plan(delay) {
  clearTimeout(timer);
  timer = setTimeout(send, delay);
}

function isReply(reply) {
  return reply && Array.isArray(reply.saved) && typeof reply.state === "string" && Number.isFinite(reply.seconds_left);
}

async function send() {
  const answers = journal.pending();
  if (isSending) return;
  isSending = true;
  if (answers.length) tell("sending", texts.textSending);
  try {
    const response = await fetch(texts.save, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": paper.elements.csrfmiddlewaretoken.value },
      body: JSON.stringify({ answers }),
      signal: AbortSignal.timeout(10000),
    });
    if (response.status === 401 || response.status === 403) return fail(texts.textSignedOut);
    if (response.status === 422) return fail(texts.textRefused);
    const reply = response.ok && !response.redirected ? await response.json() : null;
    if (!isReply(reply)) throw new Error("not our reply");
    succeed(reply);
  } catch {
    fail();
  } finally {
    isSending = false;
  }
}

function succeed(reply) {
  failures = 0;
  journal.acknowledge(reply.saved);
  deadline = performance.now() + reply.seconds_left * 1000;
  tellHeld();
  if (reply.state !== "open") location.assign(texts.result);
  if (reply.saved.some((answer) => answer.fate === "late")) tell("held", texts.textLate);
  plan(journal.pending().length ? 300 : 10000);
}

// Waits grow and are scattered, so that a room that comes back does not come back in one second.
function fail(text) {
  failures += 1;
  tellHeld();
  if (text) tell("held", text);
  plan(Math.min(30000, 1000 * 2 ** Math.min(failures, 5)) * (0.5 + Math.random()));
}

function tick() {
  const left = Math.max(0, Math.round((deadline - performance.now()) / 1000));
  clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  clock.parentElement.classList.toggle("is-short", left <= 300);
  if ([600, 300, 60].includes(left)) announce.textContent = texts.textLeft.replace("%n", left / 60);
  if (left === 0 && !isSending && journal.pending().length === 0) plan(0);
}

await start(paper);
for (const answer of [...journal.savedAfter(Number(texts.newest)), ...journal.pending()]) {
  const question = document.getElementById(`q${answer.position}`);
  if (question) show(answerOf(question), answer.value);
}
for (const question of paper.querySelectorAll(".question")) {
  markPalette(question);
  question.addEventListener("stepped", ({ detail }) => {
    markPalette(question);
    if (detail.state !== "open") location.assign(texts.result);
  });
  question.addEventListener("input", (event) => {
    journal.put(Number(question.dataset.position), valueOf(answerOf(question)));
    markPalette(question);
    tell("sending", texts.textSending);
    plan(event.target.matches(TYPED) ? 700 : 150);
  });
}
paper.addEventListener("submit", async (event) => {
  if (!journal.pending().length || paper.dataset.isLeaving) return;
  event.preventDefault();
  await send();
  if (journal.pending().length) return;
  paper.dataset.isLeaving = "yes";
  paper.requestSubmit();
});
addEventListener("online", () => plan(Math.random() * 2000));
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && plan(0));
setInterval(tick, 500);
tick();
tellHeld();
plan(journal.pending().length ? 0 : 10000);
