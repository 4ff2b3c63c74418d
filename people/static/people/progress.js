// Shows how far the worker is: fetches the piece of the page anew until there is nothing left to show, then the page.
const place = document.querySelector("[data-progress]");
const QUICK_MS = 1000;
const SLOW_MS = 15000;
let failures = 0;

function plan(delay) {
  setTimeout(look, delay);
}

function show(piece) {
  const fresh = piece.querySelector("[data-busy]");
  const old = place.querySelector("[data-busy]");
  // Only what moves is replaced while the stage is the same: the focus stays, and a screen reader is not interrupted.
  if (old.dataset.busy !== fresh.dataset.busy) {
    old.replaceWith(fresh);
    return;
  }
  const [bar, freshBar] = [old.querySelector("progress"), fresh.querySelector("progress")];
  if (bar && freshBar?.hasAttribute("value")) bar.value = freshBar.value;
  const [count, freshCount] = [old.querySelector(".soft"), fresh.querySelector(".soft")];
  if (count && freshCount) count.textContent = freshCount.textContent;
}

async function look() {
  if (document.visibilityState === "hidden") return plan(QUICK_MS);
  try {
    const response = await fetch(place.dataset.progress, { signal: AbortSignal.timeout(10000) });
    if (response.redirected || response.status === 403) return location.reload();
    if (!response.ok) throw new Error(String(response.status));
    const piece = document.createElement("template");
    piece.innerHTML = await response.text();
    const busy = piece.content.querySelector("[data-busy]");
    if (!busy) return location.reload();
    show(piece.content);
    failures = 0;
    if (busy.dataset.busy !== "failed") plan(QUICK_MS);
  } catch {
    failures += 1;
    plan(Math.min(SLOW_MS, QUICK_MS * 2 ** failures));
  }
}

if (place.querySelector("[data-busy]")?.dataset.busy !== "failed") plan(QUICK_MS);
