// Proves Safe Exam Browser by its script interface: what it says of this page goes to the site, which decides.
const page = document.querySelector("[data-safe-browser]");
const state = page.querySelector("[data-state]");
const PATIENCE = 5000;

function say(text) {
  state.hidden = false;
  state.textContent = text;
}

async function prove({ configKey = "", browserExamKey = "" }) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", page.querySelector("[name=csrfmiddlewaretoken]").value);
  data.set("url", location.href);
  data.set("config_key", configKey);
  data.set("browser_exam_key", browserExamKey);
  try {
    const reply = await fetch(location.href, { method: "POST", body: data });
    const { next, message } = await reply.json();
    if (next) location.replace(next);
    else say(message);
  } catch {
    say(page.dataset.textNoNetwork);
  }
}

const security = window.SafeExamBrowser?.security;
if (security) {
  say(page.dataset.textAsking);
  let isAnswered = false;
  const go = () => {
    if (isAnswered) return;
    isAnswered = true;
    if (security.configKey || security.browserExamKey) prove(security);
    else say(page.dataset.textSilent);
  };
  if (security.configKey || security.browserExamKey || !security.updateKeys) go();
  else {
    // On macOS and iOS the program calls back by the name of the function, so it must be found under that name.
    window.safeBrowserKeysUpdated = function safeBrowserKeysUpdated() { go(); };
    security.updateKeys(window.safeBrowserKeysUpdated);
    setTimeout(go, PATIENCE);
  }
}
