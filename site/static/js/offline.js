// The offline page: names what can be read on this device, and tries again when the server answers.
const list = document.querySelector("[data-at-hand]");
const none = document.querySelector("[data-none]");

async function atHand() {
  const cache = await caches.open("annuan-kept");
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    if (!response.headers.get("Content-Type")?.startsWith("text/html")) continue;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const { pathname } = new URL(request.url);
    const kind = list.dataset[pathname.startsWith("/attempts/") ? "textExam" : "textPage"];
    const link = Object.assign(document.createElement("a"), { href: pathname, textContent: page.querySelector("h1")?.textContent ?? pathname });
    const chip = Object.assign(document.createElement("span"), { className: "chip", textContent: kind });
    const item = document.createElement("li");
    item.append(link, chip);
    if (pathname.startsWith("/attempts/")) list.prepend(item);
    else list.append(item);
  }
  none.hidden = list.childElementCount > 0;
}

document.querySelector("[data-again]").addEventListener("click", () => location.reload());
document.addEventListener("server-back", () => location.reload());
atHand();
