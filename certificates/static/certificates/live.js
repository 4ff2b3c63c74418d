// Keeps the part of a page that shows running work up to date, until the work is done; without it, one reloads.
const EVERY_MS = 2000;
const part = document.querySelector('[data-live="running"]');

async function refresh() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-live]");
      if (fresh) {
        part.replaceChildren(...fresh.childNodes);
        if (fresh.dataset.live !== "running") return;
      }
    }
  } catch {
    // No network for a moment: the next round tries again.
  }
  setTimeout(refresh, EVERY_MS);
}

if (part) setTimeout(refresh, EVERY_MS);
