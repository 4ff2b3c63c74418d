// Brings the journal to the server: in time, again and again, and believes only a reply that names what it stored.
const PULSE_MS = 8000; // more time that a proctor gives is on the screen within ten seconds
const PATIENCE_MS = 10000;

// The cookie is newer than the page: signing in anew changes it.
export const token = () =>
  document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

const isReply = (reply) =>
  reply && Array.isArray(reply.saved) && typeof reply.state === "string" && typeof reply.holds_pen === "boolean" &&
  Number.isFinite(reply.seconds_left);

const WHY = { 401: "signedOut", 404: "somebodyElse", 403: "signedOut", 422: "refused" };

export class Sender {
  // `hear` is told of every outcome: { saved, reply } or { why: signedOut, somebodyElse, refused, or nothing for no network }.
  constructor(address, journal, hear) {
    Object.assign(this, { address, journal, hear, failures: 0, timer: 0, running: null });
  }

  plan(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), delay);
  }

  send() {
    this.running ??= this.once().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  async once() {
    const answers = await this.journal.toSend();
    const { reply, why } = await this.post(answers);
    if (reply) {
      this.failures = 0;
      const saved = this.journal.acknowledge(reply.saved);
      this.hear({ saved, reply });
      this.plan(this.journal.pending().length && saved.length ? 300 : PULSE_MS * (0.85 + Math.random() / 4));
    } else {
      this.failures += 1;
      this.hear({ why });
      // Waits grow and are scattered, so that a room that comes back does not come back in one second.
      this.plan(Math.min(30000, 1000 * 2 ** Math.min(this.failures, 5)) * (0.5 + Math.random()));
    }
    return Boolean(reply);
  }

  async post(answers) {
    try {
      const response = await fetch(this.address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
        body: JSON.stringify({ answers }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (WHY[response.status] && (await isOurs(response))) return { why: WHY[response.status] };
      const reply = response.ok && !response.redirected ? await response.json() : null;
      return isReply(reply) ? { reply } : {};
    } catch {
      return {};
    }
  }
}

// The sign-in page of some network may answer anything; what we say when we refuse is JSON, or our page for 403.
async function isOurs(response) {
  if (response.status === 403) return response.headers.has("Content-Security-Policy");
  try {
    return typeof (await response.json()).error === "string";
  } catch {
    return false;
  }
}
