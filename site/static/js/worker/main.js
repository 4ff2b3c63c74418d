// Events of the worker. It never touches answers, other data, private files or the authoring screens.
const COPIES = new Map(); // downloads under way, by course

addEventListener("install", (event) => {
  // Without credentials: the offline pages belong to nobody.
  const files = [...SETTINGS.files, SETTINGS.offline.zh, SETTINGS.offline.en];
  const requests = files.map((path) => new Request(path, { credentials: "omit", cache: "reload" }));
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(requests)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("annuan-shell-") && name !== SHELL) await caches.delete(name);
    }
    await clients.claim();
  })());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin || pathname.startsWith(SETTINGS.authoring)) return;
  if (request.method === "POST") {
    if (pathname === SETTINGS.signOut) event.respondWith(signOut(request));
    else if (/^\/learning\/[^/]+\/\d+\/(done|place)\/$/.test(pathname)) event.respondWith(sendStep(request, pathname));
    else if (request.mode === "navigate") event.respondWith(fetch(request).catch(offlinePage));
  } else if (request.method === "GET" && !request.headers.has("Range")) {
    if (pathname.startsWith("/static/wagtail")) return;
    if (pathname.startsWith("/static/")) event.respondWith(fetchFile(request));
    else if (request.mode === "navigate") event.respondWith(openPage(event));
    else if (request.destination === "image") event.respondWith(fetch(request).catch(() => pictureAtHand(pathname)));
  }
});

addEventListener("message", (event) => {
  const { type, ...order } = event.data;
  const work = { flush: () => flush(order.token), keep: () => keepCourse(order), remove: () => removeCourse(order), state: tellState }[type];
  if (work) event.waitUntil(work());
});

async function pictureAtHand(path) {
  return (await caches.match(path)) ?? Response.error();
}

async function sendStep(request, path) {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch {
    const address = path.replace(/(done|place)\/$/, "sync/");
    if (path.endsWith("/place/")) {
      const { position } = await copy.json();
      await addStep(address, { position });
      return new Response('{"kept": false}', { status: 202, headers: { "Content-Type": "application/json" } });
    }
    const form = await copy.formData();
    await addStep(address, { done: true, revision: Number(form.get("revision")) });
    const following = String(form.get("following") ?? "");
    return Response.redirect(following.startsWith("/") ? following : "/learning/", 303);
  }
}

async function signOut(request) {
  const token = (await request.clone().formData()).get("csrfmiddlewaretoken");
  await flush(token);
  try {
    return await fetch(request);
  } catch {
    return offlinePage();
  } finally {
    await clearKept();
    await remember("account", "");
  }
}

async function keepCourse({ course, page, lessons }) {
  if (COPIES.has(course)) return;
  COPIES.set(course, 0);
  try {
    for (const { address, source } of [{ address: page, source: page }, ...lessons]) {
      const response = await fetch(source, { redirect: "error" });
      const html = response.ok ? await response.clone().text() : "";
      if (!html.includes(`data-account="${await recall("account")}"`)) throw new Error("not a page of this account");
      await keepPage(address, html, response);
      COPIES.set(course, COPIES.get(course) + 1);
      await tell({ type: "keeping", course, done: COPIES.get(course) - 1, total: lessons.length });
    }
    const courses = JSON.parse((await recall("courses")) || "{}");
    courses[course] = { at: Date.now(), count: lessons.length };
    await remember("courses", JSON.stringify(courses));
  } catch {
    await tell({ type: "not-kept", course });
  } finally {
    COPIES.delete(course);
    await tellState();
  }
}

async function removeCourse({ course, page, lessons }) {
  for (const path of [page, ...lessons.map((lesson) => lesson.address)]) await forget(path);
  const courses = JSON.parse((await recall("courses")) || "{}");
  delete courses[course];
  await remember("courses", JSON.stringify(courses));
  await tellState();
}

async function tell(message) {
  for (const client of await clients.matchAll({ type: "window" })) client.postMessage(message);
}

async function tellState() {
  const courses = JSON.parse((await recall("courses")) || "{}");
  await tell({ type: "state", waiting: (await waitingSteps()).length, courses });
}
