// The editor of items: rows without a reload, the preview while one types, markup and pictures at a press.
import { mountOutlines } from "./outline.js";
import { mountMarkup } from "./markup.js";
import { begin } from "./preview.js";

const form = document.getElementById("editor");
const texts = form.dataset;
const live = document.getElementById("live");
const tell = form.querySelector("[data-tell]");
let isDirty = false;
let timer = 0;
let turn = 0;

// As the browser itself would send it; the button pressed belongs to it.
const filled = (button) => new URLSearchParams(new FormData(form, button ?? undefined));

async function post(address, body) {
  const reply = await fetch(address, { method: "POST", body, signal: AbortSignal.timeout(15000) });
  if (!reply.ok || reply.redirected) throw new Error(reply.status);
  return new DOMParser().parseFromString(await reply.text(), "text/html");
}

async function preview() {
  const mine = ++turn;
  try {
    const page = await post(texts.previewAt, filled());
    if (mine !== turn) return;
    const isPhone = live.querySelector(".is-phone") !== null;
    live.replaceChildren(...page.body.childNodes);
    if (isPhone) {
      live.querySelector("[data-preview]").classList.add("is-phone");
      live.querySelector('[value="phone"]').checked = true;
    }
    begin(live);
    tell.textContent = "";
  } catch {
    tell.textContent = texts.textFailed;
    tell.dataset.state = "held";
  }
}

function plan() {
  clearTimeout(timer);
  timer = setTimeout(preview, 500);
}

function changed() {
  isDirty = true;
  plan();
}

function mount() {
  mountMarkup(form);
  mountOutlines(form);
}

// After a row was added, moved or removed, the focus goes to where the eye is.
function focusAfter(deed) {
  const [verb, path] = [deed.slice(0, deed.indexOf(":")), deed.slice(deed.indexOf(":") + 1)];
  if (verb === "add") {
    const buttons = [...form.querySelectorAll('button[name="row"]')];
    const added = buttons.find((button) => button.value === deed)?.previousElementSibling;
    return added?.querySelector("textarea, input:not([type=hidden], [type=radio], [type=checkbox]), select")?.focus();
  }
  const place = Number(path.slice(path.lastIndexOf(".") + 1)) + (verb === "up" ? -1 : verb === "down" ? 1 : 0);
  const there = `${path.slice(0, path.lastIndexOf("."))}.${Math.max(0, place)}`;
  const tools = form.querySelector(`button[value="${verb}:${there}"]:not([disabled])`) ?? form.querySelector(`button[value="remove:${there}"]`);
  tools?.focus();
}

async function redraw(button) {
  const opened = new Set([...form.querySelectorAll("details[open] textarea")].map((area) => area.name));
  try {
    const page = await post(form.action, filled(button));
    form.querySelector("#editor-fields").replaceWith(page.getElementById("editor-fields"));
    for (const area of form.querySelectorAll("details textarea")) if (opened.has(area.name)) area.closest("details").open = true;
    mount();
    changed();
    if (button?.name === "row") focusAfter(button.value);
  } catch {
    tell.textContent = texts.textFailed;
    tell.dataset.state = "held";
  }
}

form.addEventListener("submit", (event) => {
  if (event.submitter?.name === "row") {
    event.preventDefault();
    redraw(event.submitter);
  } else isDirty = false;
});
form.addEventListener("input", changed);
form.addEventListener("change", (event) => event.target.matches("[data-redraw]") && redraw(null));
form.querySelector("[data-plain]").hidden = true;
addEventListener("beforeunload", (event) => isDirty && event.preventDefault());
mount();
