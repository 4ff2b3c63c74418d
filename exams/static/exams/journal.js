// The device's own journal of answers: written before anything is sent, cleared only by a matching acknowledgement.

const LIFE_MS = 14 * 24 * 3600 * 1000;

export class Journal {
  constructor(attempt, newest) {
    this.key = `annuan.attempt.${attempt}`;
    this.sequence = newest;
    this.held = new Map();
    this.known = new Map(); // what the server has from this device: shown where the page itself is older
    this.read();
  }

  read() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key) ?? "null");
      if (!kept || Date.now() - kept.at > LIFE_MS) return;
      this.sequence = Math.max(this.sequence, kept.sequence);
      for (const answer of kept.answers) this.held.set(answer.position, answer);
      for (const answer of kept.known ?? []) this.known.set(answer.position, answer);
    } catch {
      // A browser without storage keeps answers only while the page is open.
    }
  }

  write() {
    try {
      const kept = { at: Date.now(), sequence: this.sequence, answers: [...this.held.values()], known: [...this.known.values()] };
      localStorage.setItem(this.key, JSON.stringify(kept));
    } catch {
      // See read().
    }
  }

  // Sequences count changes, not time: a wrong clock on a device must not decide which answer stands.
  put(position, value) {
    this.sequence += 1;
    const answer = { position, value, sequence: this.sequence, client_id: crypto.randomUUID?.() ?? `${Date.now()}-${this.sequence}` };
    this.held.set(position, answer);
    this.write();
  }

  pending() {
    return [...this.held.values()];
  }

  // A page read again without a network is older than what was saved since. A fresh page is never older.
  savedAfter(sequence) {
    return [...this.known.values()].filter((answer) => answer.sequence > sequence);
  }

  acknowledge(saved) {
    for (const { position, sequence, client_id: id, fate } of saved) {
      const answer = this.held.get(position);
      if (answer && answer.client_id === id && answer.sequence === sequence) {
        this.held.delete(position);
        if (fate === "counted") this.known.set(position, answer);
      }
    }
    this.write();
  }
}
