// Keeps a course on this device; the worker does it and says how far it is.
const card = document.querySelector("[data-keep]");

function start() {
  const texts = card.dataset;
  const course = texts.keep;
  const line = card.querySelector("[data-state]");
  const bar = card.querySelector("[data-progress]");
  const [keep, remove] = ["keep", "remove"].map((name) => card.querySelector(`[data-do="${name}"]`));
  const lessons = [...card.querySelectorAll("data")].map((lesson) => ({ address: lesson.value, source: lesson.dataset.source }));
  let hasFailed = false;

  function order(type) {
    navigator.serviceWorker.controller?.postMessage({ type, course, page: texts.page, lessons });
  }

  function tell(text, isBusy) {
    line.textContent = text;
    bar.hidden = !isBusy;
    keep.disabled = isBusy;
  }

  keep.addEventListener("click", () => {
    hasFailed = false;
    tell(texts.textDoing.replace("%n", 0).replace("%m", lessons.length), true);
    order("keep");
  });
  remove.addEventListener("click", () => order("remove"));
  document.addEventListener("device", ({ detail }) => {
    if (detail.type === "keeping" && detail.course === course) {
      bar.value = detail.done;
      tell(texts.textDoing.replace("%n", detail.done).replace("%m", detail.total), true);
    }
    if (detail.type === "not-kept" && detail.course === course) hasFailed = true;
    if (detail.type !== "state") return;
    const kept = detail.courses[course];
    const since = kept && new Date(kept.at).toLocaleDateString(document.documentElement.lang);
    remove.hidden = !kept;
    keep.textContent = kept ? texts.textAgain : texts.textKeep;
    const text = kept ? texts.textAt.replace("%d", since).replace("%n", kept.count) : texts.textNone;
    tell(hasFailed ? texts.textFailed : text, false);
  });
  keep.textContent = texts.textKeep;
  card.hidden = false;
  order("state");
}

if (card && navigator.serviceWorker) navigator.serviceWorker.ready.then(start);
