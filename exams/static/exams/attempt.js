// The paper in the browser: journal first, then the server; says truthfully where the answers are.
import { Board } from "./board.js";
import { ServerClock, showTime } from "./clock.js";
import { Early } from "./early.js";
import { Journal } from "./journal.js";
import { keepsItself, show, start, valueOf } from "./questions/modules.js";
import { TimedSection } from "./section.js";
import { Sender } from "./sender.js";
import { offer } from "./sealed.js";
import { SignIn } from "./signin.js";
import { Signals } from "./signals.js";
import { Whereabouts } from "./whereabouts.js";

const paper = document.getElementById("paper");
const texts = paper.dataset;
const announce = document.getElementById("announce");
const again = paper.querySelector("[data-sign-in-again]");
const elsewhere = document.getElementById("elsewhere");

// Who types is not interrupted at every letter.
const TYPED = "textarea, input:not([type=radio], [type=checkbox])";
// What an answer holds is known to the script of its type alone.
const answerOf = (question) => question.querySelector("[data-module]");
const questions = [...paper.querySelectorAll(".question")];
const clock = new ServerClock(texts.now, texts.deadline);

const early = new Early(paper, questions);
await start(paper);
const journal = await Journal.open(texts.attempt, Number(texts.newest), () => clock.now());
const where = new Whereabouts(paper, journal);
const sender = new Sender(texts.save, journal, hear);
const section = texts.section ? new TimedSection(paper, clock) : null;
const signIn = new SignIn(document.getElementById("sign-in"), () => sender.send());

if (texts.signals) new Signals(texts.signals);
offer(paper, journal, (text) => { paper.querySelector("[data-file-state]").textContent = text; });

function say(text) {
  announce.textContent = "";
  announce.textContent = text;
}

function hear({ saved: now = [], reply, why }) {
  where.acknowledge(now);
  where.trouble = { signedOut: texts.textSignedOut, somebodyElse: texts.textSomebodyElse, refused: texts.textRefused }[why] ?? "";
  again.hidden = why !== "signedOut" && why !== "somebodyElse";
  if (!again.hidden) signIn.ask(why);
  if (reply) {
    signIn.done();
    clock.sync(reply.seconds_left);
    const late = now.filter((answer) => answer.fate === "late");
    if (late.length) where.trouble = late.some((answer) => document.getElementById(`q${answer.position}`)) ? texts.textLate : texts.textLateBefore;
    section?.hear(reply, journal.pending().length);
    if (!reply.holds_pen && reply.state === "open") leaveToOther();
  }
  where.tell();
  if (reply && reply.state !== "open" && !journal.pending().length) location.assign(texts.result);
}

// Another device took over: nothing given here counts any more, and nobody is left to believe that it does.
function leaveToOther() {
  for (const question of questions) question.inert = true;
  if (!elsewhere.open) elsewhere.showModal();
}

// Time is up: what is held goes now; when the grace is over too, and scattered, the result is asked for.
let leavesAt = 0;
function watchEnd(left) {
  if (texts.goesOn) return void (section.watch(left) && sender.plan(0));
  if (left > 0) leavesAt = 0;
  else if (!leavesAt) {
    leavesAt = performance.now() + 16000 + Math.random() * 4000;
    sender.plan(0);
  } else if (performance.now() > leavesAt && !sender.failures && !where.trouble && !journal.pending().length) location.assign(texts.result);
}

const board = new Board(paper, {
  isAnswered: (question) => valueOf(answerOf(question)) !== null,
  flags: journal.flags,
  onFlag: (position, isOn) => journal.flag(position, isOn),
  announce: say,
  sayTime: () => say(texts.textLeft.replace("%n", Math.ceil(clock.left() / 60))),
});

// What the page shows by itself came from the server; what the journal adds may be newer.
for (const question of questions) {
  if (!early.found.has(question) && valueOf(answerOf(question)) !== null) where.note(Number(question.dataset.position), true);
}
for (const row of journal.newerThan(Number(texts.newest))) {
  const question = document.getElementById(`q${row.position}`);
  if (!question || early.found.has(question)) continue;
  show(answerOf(question), row.value);
  if (!row.dirty && row.value !== null) where.note(row.position, true);
  board.mark(question);
}

for (const question of questions) {
  question.addEventListener("stepped", ({ detail }) => {
    board.mark(question);
    if (valueOf(answerOf(question)) !== null) where.note(Number(question.dataset.position), true);
    where.tell();
    if (detail.state !== "open") location.assign(texts.result);
  });
  question.addEventListener("input", (event) => {
    journal.put(Number(question.dataset.position), valueOf(answerOf(question)));
    board.mark(question);
    where.sending();
    sender.plan(event.target.matches(TYPED) ? 700 : 150);
  });
}

for (const question of early.end()) if (!keepsItself(answerOf(question))) question.dispatchEvent(new Event("input"));

paper.addEventListener("submit", async (event) => {
  if (!journal.pending().length || paper.dataset.isLeaving) return;
  event.preventDefault();
  await sender.send();
  if (journal.pending().length) await sender.send();
  if (journal.pending().length) return;
  paper.dataset.isLeaving = "yes";
  paper.requestSubmit();
});

const tick = showTime(clock, document.getElementById("clock"), (minutes) => say(texts.textLeft.replace("%n", minutes)));
again.addEventListener("click", () => signIn.ask(signIn.isSomebodyElse ? "somebodyElse" : "signedOut", { isWanted: true }));
elsewhere.addEventListener("cancel", (event) => event.preventDefault());
addEventListener("online", () => sender.plan(Math.random() * 2000));
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sender.plan(0));
setInterval(() => watchEnd(tick()), 500);
tick();
where.tell();
sender.plan(journal.pending().length ? 0 : 8000);
