// Keeps code, counts, signals and roster fresh without a reload; what somebody is typing in is left alone.
import { token } from "./sender.js";

// A takeover or a second device is on the screen within five seconds.
const EVERY_MS = 4000;
const address = document.querySelector("script[data-live-at]").dataset.liveAt;
let known = "";

const isBusy = (place) => place.contains(document.activeElement) || place.querySelector("details[open]");

// Parts come without the token of forms, so that the same part is the same text.
function armed(part) {
  for (const form of part.querySelectorAll("form[method=post]")) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "csrfmiddlewaretoken", value: token() });
    form.prepend(field);
  }
  return part;
}

function replace(place, fresh) {
  const ticked = new Set([...place.querySelectorAll("input[type=checkbox]:checked")].map((box) => box.value));
  for (const box of fresh.querySelectorAll("input[type=checkbox]")) box.checked = ticked.has(box.value);
  place.replaceChildren(...armed(fresh).childNodes);
}

// Row by row, so that one that is being filled in holds no other back; a roster that lists others is replaced whole.
function replaceRows(place, fresh) {
  const before = [...place.querySelectorAll("tbody > tr")];
  const after = [...fresh.querySelectorAll("tbody > tr")];
  if (before.map((row) => row.id).join() !== after.map((row) => row.id).join()) {
    if (!isBusy(place)) replace(place, fresh);
    return;
  }
  before.forEach((row, index) => isBusy(row) || replace(row, after[index]));
}

async function refresh() {
  if (document.hidden) return;
  try {
    const headers = known ? { "If-None-Match": known } : {};
    const response = await fetch(address + location.search, { headers, cache: "no-store", signal: AbortSignal.timeout(10000) });
    if (!response.ok || response.redirected) return; // 304 too: the page shows all there is
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    let isWhole = true;
    for (const place of document.querySelectorAll("[data-live]")) {
      const part = fresh.querySelector(`[data-live="${place.dataset.live}"]`);
      isWhole &&= !isBusy(place);
      if (!part) continue;
      if (place.dataset.live === "roster") replaceRows(place, part);
      else if (!isBusy(place)) replace(place, part);
    }
    // What was left alone is asked for again.
    known = isWhole ? response.headers.get("ETag") : "";
  } catch {
    // Without a network the page stays as it was; the next round tries again.
  }
}

setInterval(refresh, EVERY_MS);
document.addEventListener("visibilitychange", refresh);
