// Shows how far reports are while one is being made, without a reload; says when one is done.
const FIRST_MS = 1000;
const MOST_MS = 15000;
const place = document.querySelector("[data-reports]");
const announce = document.querySelector("[data-announce]");
const openRows = () => place.querySelectorAll("[data-open]").length;
let wait = FIRST_MS;

async function refresh() {
  const before = openRows();
  try {
    const response = await fetch(location.href, { credentials: "same-origin", signal: AbortSignal.timeout(10000) });
    if (response.redirected) return; // signed out meanwhile: the next click says so
    if (response.ok) {
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-reports]");
      // What somebody is about to press is left where it is.
      if (fresh && !place.contains(document.activeElement)) place.replaceChildren(...fresh.childNodes);
    }
  } catch {
    // Without a network the list stays as it was; the next round tries again.
  }
  if (openRows() < before) announce.textContent = announce.dataset.done;
  wait = openRows() < before ? FIRST_MS : Math.min(wait * 1.4, MOST_MS);
  if (openRows()) setTimeout(refresh, wait);
}

if (openRows()) setTimeout(refresh, wait);
