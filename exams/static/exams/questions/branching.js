// A situation that goes on by final choices: the server keeps each choice and tells what comes of it.
import { ServerClock } from "../clock.js";
import { start } from "./modules.js";

const givenAt = new Map(); // when a choice was made first, however often it is sent: a device's word for an examiner

const branch = (answer) => answer.querySelector(".branch");

// Only tells whether anything is chosen; choices are kept by their own door, never by the journal.
export const valueOf = (answer) => (Number(branch(answer).dataset.step) ? true : null);

export const keepsItself = true;

export function show() {}

async function decide(answer, button) {
  const { address, textFailed, textChoose } = branch(answer).dataset;
  const tell = answer.querySelector("[data-tell]");
  const chosen = answer.querySelector("input:checked");
  if (!chosen) {
    tell.textContent = textChoose;
    return;
  }
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const body = new URLSearchParams({ branch: button.value, [chosen.name]: chosen.value });
  const deed = String(body);
  if (!givenAt.has(deed)) givenAt.set(deed, ServerClock.ofPage ? Math.round(ServerClock.ofPage.now()) : "");
  body.set("made_at", givenAt.get(deed));
  button.disabled = true;
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": token },
      body,
      signal: AbortSignal.timeout(10000),
    });
    const reply = await response.json();
    if (!response.ok) tell.textContent = reply.message;
    else await goOn(answer, reply);
  } catch {
    tell.textContent = textFailed;
  } finally {
    button.disabled = false;
  }
}

async function goOn(answer, reply) {
  const holder = answer.closest(".question");
  const page = new DOMParser().parseFromString(reply.html, "text/html");
  const fresh = document.importNode(page.querySelector("[data-module]"), true);
  answer.replaceWith(fresh);
  await start(fresh.parentElement);
  holder.dispatchEvent(new CustomEvent("stepped", { detail: reply }));
  (fresh.querySelector(".branch-now") ?? fresh.querySelector("[data-over]"))?.focus();
}

export function mount(answer) {
  answer.addEventListener("input", (event) => event.stopPropagation());
  const button = answer.querySelector("button[name=branch]");
  button?.addEventListener("click", (event) => {
    event.preventDefault();
    decide(answer, button);
  });
}
