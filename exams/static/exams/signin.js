// Signing in again without leaving the paper, as the same person; through the same door as everybody.
import { token } from "./sender.js";

const ASKED = { "X-Requested-With": "XMLHttpRequest" };

async function post(address, fields = {}) {
  return fetch(address, {
    method: "POST",
    headers: { ...ASKED, "X-CSRFToken": token() },
    body: new URLSearchParams(fields),
    signal: AbortSignal.timeout(10000),
  });
}

export class SignIn {
  // `again` sends what waits and tells whether the server took it.
  constructor(dialog, again) {
    Object.assign(this, { dialog, again, texts: dialog.dataset });
    this.trouble = dialog.querySelector("[data-trouble]");
    this.form = dialog.querySelector("form");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.enter();
    });
    dialog.querySelector("[data-later]").addEventListener("click", () => {
      this.isLater = true;
      dialog.close();
    });
  }

  tell(text) {
    this.trouble.textContent = text;
    this.trouble.hidden = !text;
  }

  // Opened once by itself; who puts it off finds the button beside the state.
  ask(why, { isWanted = false } = {}) {
    const isNews = this.isSomebodyElse !== (why === "somebodyElse");
    this.isSomebodyElse = why === "somebodyElse";
    if (isNews || !this.dialog.open) this.tell(this.isSomebodyElse ? this.texts.textSomebodyElse : "");
    if (this.dialog.open || (this.isLater && !isWanted)) return;
    this.dialog.showModal();
    this.form.elements.password.focus();
  }

  done() {
    this.isLater = false;
    if (this.dialog.open) this.dialog.close();
  }

  async enter() {
    const { login, password } = this.form.elements;
    const button = this.form.querySelector("button:not([type])");
    button.disabled = true;
    try {
      if (this.isSomebodyElse) await post(this.texts.signOut);
      await fetch(this.texts.signIn, { headers: ASKED, signal: AbortSignal.timeout(10000) }); // brings a fresh token
      const response = await post(this.texts.signIn, { login: login.value, password: password.value });
      password.value = "";
      if (response.status === 429) return this.tell(this.texts.textSlow);
      if (!response.ok) return this.tell(this.texts.textWrong);
      for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token();
      if (!(await this.again())) this.tell(this.texts.textSecondStep);
    } catch {
      this.tell(this.texts.textNoNetwork);
    } finally {
      button.disabled = false;
    }
    return undefined;
  }
}
