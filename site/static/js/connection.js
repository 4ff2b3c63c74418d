// On every page: starts the worker, says when the network is away, and has waiting steps sent when it is back.
const bar = document.querySelector("[data-connection]");
const texts = bar.dataset;
const [lostLine, stepsLine, refusedLine] = ["lost", "steps", "refused"].map((name) => bar.querySelector(`[data-${name}]`));
const CHECK_MS = 10000;
const MOST_MS = 300000;
const root = document.documentElement.dataset;
let isLost = false;
let timer = 0;
let pause = CHECK_MS;

function show(line, text) {
  line.hidden = !text;
  if (line.textContent !== text) line.textContent = text;
}

// The cookie is newer than the page, which may come from this device.
function token() {
  return document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

function order(message) {
  navigator.serviceWorker?.controller?.postMessage(message);
}

function lose() {
  isLost = true;
  pause = CHECK_MS;
  show(lostLine, texts.textLost);
  clearTimeout(timer);
  timer = setTimeout(check, CHECK_MS);
}

// Steps that are still here after a try, though the server answers this page: the worker may see the network later.
function tryLater() {
  if (isLost || timer) return;
  timer = setTimeout(check, pause);
  pause = Math.min(2 * pause, MOST_MS);
}

function find() {
  if (isLost) document.dispatchEvent(new Event("server-back"));
  isLost = false;
  show(lostLine, "");
  order({ type: "flush", token: token() });
}

async function check() {
  clearTimeout(timer);
  timer = 0;
  try {
    const response = await fetch(texts.alive, { cache: "no-store", signal: AbortSignal.timeout(5000) });
    if (!response.ok) throw new Error("not our server");
    find();
  } catch {
    lose();
  }
}

function hear({ data }) {
  if (data.type === "state") {
    if (data.waiting) {
      show(stepsLine, texts.textWaiting.replace("%n", data.waiting));
      tryLater();
    } else show(stepsLine, stepsLine.dataset.sent ? texts.textSent : "");
  }
  if (data.type === "sent") {
    stepsLine.dataset.sent = "yes";
    pause = CHECK_MS;
  }
  if (data.type === "refused") show(refusedLine, `${texts.textRefused} ${data.text}`);
  document.dispatchEvent(new CustomEvent("device", { detail: data }));
}

// On a shared phone no answers stay behind, except those that the server has not got yet.
async function clearJournals() {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith("annuan.attempt."))) {
    const { answers = [] } = JSON.parse(localStorage.getItem(key));
    if (!answers.some((row) => row.dirty !== false)) localStorage.removeItem(key);
  }
  const known = (await indexedDB.databases?.()) ?? [];
  if (!known.some(({ name }) => name === "annuan-journal")) return;
  await new Promise((resolve) => {
    const opening = indexedDB.open("annuan-journal");
    opening.onerror = resolve;
    opening.onsuccess = () => {
      const transaction = opening.result.transaction("answers", "readwrite");
      transaction.oncomplete = transaction.onabort = resolve;
      transaction.objectStore("answers").openCursor().onsuccess = ({ target: { result: cursor } }) => {
        if (!cursor) return;
        if (!cursor.value.dirty) cursor.delete();
        cursor.continue();
      };
    };
  });
}

const leaving = document.querySelector("form[data-sign-out]");
leaving?.addEventListener("submit", async (event) => {
  if (leaving.dataset.isCleared) return;
  event.preventDefault();
  const patience = new Promise((resolve) => setTimeout(resolve, 1500));
  await Promise.race([clearJournals().catch(() => {}), patience]);
  leaving.dataset.isCleared = "yes";
  leaving.requestSubmit();
});
addEventListener("offline", lose);
addEventListener("online", check);
if (navigator.serviceWorker) {
  navigator.serviceWorker.addEventListener("message", hear);
  navigator.serviceWorker.startMessages();
  navigator.serviceWorker.register(texts.worker, { scope: "/" }).catch(() => {});
  order({ type: "state" });
}
// The offline page stands for a page that did not come, whatever the browser says of the network.
if (!navigator.onLine || root.offline !== undefined) lose();
else if (root.fromDevice !== undefined) {
  lose();
  check();
} else order({ type: "flush", token: token() });
