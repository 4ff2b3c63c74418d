// What lies on this device: files of the design, lessons of one account, and the paper of an attempt while it runs.
const SHELL = `annuan-shell-${SETTINGS.release}`;
const KEPT = "annuan-kept";
const META = "annuan-meta";
const LESSON = new RegExp(SETTINGS.lesson);
const ATTEMPT = new RegExp(SETTINGS.attempt);
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
const FILES = /(?:src="|poster="|<link[^>]*? href="|<a href="(?=\/media\/))(\/(?:static|media)\/[^"]+)"/g;
const HOUR_MS = 3600 * 1000;
const PATIENCE_MS = 6000; // a network that lies is worse than none, where the page is at hand

async function recall(name) {
  const found = await (await caches.open(META)).match(`/${name}`);
  return found ? found.text() : "";
}

async function remember(name, text) {
  await (await caches.open(META)).put(`/${name}`, new Response(text));
}

// What belongs to a person goes when another person, or nobody, is signed in. Steps not yet sent wait for their owner.
async function settle(account) {
  if ((await recall("account")) === account) return;
  await clearKept();
  await remember("account", account);
}

async function clearKept() {
  await caches.delete(KEPT);
  await remember("courses", "{}");
}

async function forget(path) {
  await (await caches.open(KEPT)).delete(path);
}

async function fetchFile(request) {
  const path = new URL(request.url).pathname;
  const found = await caches.match(path);
  if (found && HASHED.test(path)) return found;
  try {
    const response = await fetch(request);
    if (response.ok && response.status === 200) await (await caches.open(SHELL)).put(path, response.clone());
    return response;
  } catch (error) {
    if (found) return found;
    throw error;
  }
}

async function keepPage(path, html, response) {
  const headers = new Headers(response.headers); // with the security policy of the page
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  headers.set("X-Kept-At", Date.now());
  const cache = await caches.open(KEPT);
  await cache.put(path, new Response(html, { headers }));
  for (const [, file] of html.matchAll(FILES)) {
    if (await caches.match(file)) continue;
    try {
      const answer = await fetch(file);
      if (answer.status === 200) await cache.put(file, answer);
    } catch {
      // The page is readable without it; the next opening tries again.
    }
  }
}

async function noteOpened(path, response) {
  if (response.type === "opaqueredirect") return ATTEMPT.test(path) ? forget(path) : undefined;
  if (!response.ok || !response.headers.get("Content-Type")?.startsWith("text/html")) return undefined;
  const html = await response.text();
  const account = html.match(/<html [^>]*data-account="([0-9a-f]*)"/)?.[1];
  if (account === undefined) return undefined;
  await settle(account);
  await remember("language", html.match(/<html lang="([\w-]+)"/)?.[1] ?? "");
  if (path.endsWith("/result/")) await forget(path.replace(/result\/$/, ""));
  if (account && (LESSON.test(path) || ATTEMPT.test(path))) await keepPage(path, html, response);
  return undefined;
}

// A paper read again without a network must not show more time than there is: its "now" moves on by what has passed.
function withTimePassed(html, keptAt) {
  return html.replace(/data-now="([^"]+)"/, (whole, then) => {
    return `data-now="${new Date(Date.parse(then) + Date.now() - keptAt).toISOString()}"`;
  });
}

function isOver(html, keptAt) {
  const read = (name) => Date.parse(html.match(new RegExp(`data-${name}="([^"]+)"`))?.[1]);
  return Date.now() > keptAt + read("deadline") - read("now") + HOUR_MS;
}

async function fromDevice(path) {
  const found = await caches.match(path);
  if (!found?.headers.get("Content-Type")?.startsWith("text/html")) return found;
  let html = await found.text();
  const keptAt = Number(found.headers.get("X-Kept-At"));
  if (ATTEMPT.test(path)) {
    if (isOver(html, keptAt)) return forget(path);
    html = withTimePassed(html, keptAt);
  }
  return new Response(html.replace("<html ", "<html data-from-device "), { headers: found.headers });
}

async function offlinePage() {
  const isEnglish = (await recall("language")).startsWith("en");
  const page = await caches.match(isEnglish ? SETTINGS.offline.en : SETTINGS.offline.zh);
  return page ?? Response.error();
}

async function openPage(event) {
  const path = new URL(event.request.url).pathname;
  const isAtHand = Boolean(await caches.match(path));
  const signal = isAtHand ? AbortSignal.timeout(PATIENCE_MS) : undefined;
  try {
    const response = await fetch(event.request, { signal });
    if (isAtHand && [502, 503, 504].includes(response.status)) throw new Error("the server is away");
    event.waitUntil(noteOpened(path, response.clone()));
    return response;
  } catch {
    return (await fromDevice(path)) ?? offlinePage();
  }
}
