// Keeps code, counts and roster fresh without a reload; what somebody is typing in is left alone.
const EVERY_MS = 15000;

async function refresh() {
  if (document.hidden) return;
  try {
    const response = await fetch(location.href, { credentials: "same-origin", signal: AbortSignal.timeout(10000) });
    if (!response.ok || response.redirected) return;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const place of document.querySelectorAll("[data-live]")) {
      const busy = place.contains(document.activeElement) || place.querySelector("details[open]");
      const now = fresh.querySelector(`[data-live="${place.dataset.live}"]`);
      if (now && !busy && now.innerHTML !== place.innerHTML) place.replaceChildren(...now.childNodes);
    }
  } catch {
    // Without a network the page stays as it was; the next round tries again.
  }
}

setInterval(refresh, EVERY_MS);
document.addEventListener("visibilitychange", refresh);
