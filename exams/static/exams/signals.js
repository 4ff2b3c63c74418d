// What this device notices by itself, for the proctor: never a verdict. Short moments are nobody's business, and that
// it was not heard the server knows better.
import { token } from "./sender.js";

const LEAST_SECONDS = { focus_lost: 3 };

export class Signals {
  constructor(address) {
    this.address = address;
    this.since = {};
    addEventListener("blur", () => this.begin("focus_lost"));
    addEventListener("focus", () => this.end("focus_lost"));
    document.addEventListener("visibilitychange", () => (document.hidden ? this.begin("focus_lost") : this.end("focus_lost")));
  }

  begin(kind) {
    this.since[kind] ??= Date.now();
  }

  end(kind) {
    const seconds = Math.round((Date.now() - (this.since[kind] ?? Date.now())) / 1000);
    delete this.since[kind];
    if (seconds >= LEAST_SECONDS[kind]) this.send({ kind, seconds });
  }

  send(told) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token() };
    // One that is lost is lost: an answer waits for the network, a hint does not.
    fetch(this.address, { method: "POST", headers, body: JSON.stringify(told), keepalive: true }).catch(() => {});
  }
}
