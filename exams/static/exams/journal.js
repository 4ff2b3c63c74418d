// The device's own journal of answers: written before anything is sent, cleared only by a matching acknowledgement.
import { openStore, pageStore } from "./store.js";

const newId = () => crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

export class Journal {
  // `newest` is the highest sequence that the page knows of, `now` tells the server's time.
  static async open(attempt, newest, now) {
    const journal = new Journal();
    Object.assign(journal, { attempt, newest, now, rows: new Map(), writing: Promise.resolve() });
    journal.store = await openStore();
    let kept;
    try {
      kept = await journal.store.read(attempt);
    } catch {
      journal.store = pageStore();
      kept = await journal.store.read(attempt);
    }
    for (const row of kept.rows) journal.rows.set(row.position, row);
    journal.flags = new Set(kept.flags);
    journal.adopt();
    return journal;
  }

  // What an older page of this site left in localStorage is sent too.
  adopt() {
    try {
      const left = JSON.parse(localStorage.getItem(`annuan.attempt.${this.attempt}`) ?? "null");
      for (const row of left?.answers ?? []) {
        const held = this.rows.get(row.position);
        if (!held || held.sequence < row.sequence) this.rows.set(row.position, { dirty: true, ...row, attempt: this.attempt });
      }
    } catch {
      // Nothing was left, or it cannot be read.
    }
  }

  get isLasting() {
    return this.store.isLasting;
  }

  // In order, one after the other; a store that fails is replaced by the page, and the page says so.
  write(deed) {
    this.writing = this.writing.then(() => deed(this.store)).catch(() => {
      this.store = pageStore();
      return deed(this.store);
    });
    return this.writing;
  }

  // Sequences count changes, not time: a wrong clock on a device must not decide which answer stands.
  put(position, value) {
    const row = { attempt: this.attempt, position, value, client_id: newId(), made_at: Math.round(this.now()), dirty: true };
    const floor = Math.max(this.newest, ...[...this.rows.values()].map((other) => other.sequence ?? 0));
    this.rows.set(position, row);
    return this.write(async (store) => {
      row.sequence = await store.put(row, floor);
    });
  }

  flag(position, isOn) {
    if (isOn) this.flags.add(position);
    else this.flags.delete(position);
    return this.write((store) => store.flag(this.attempt, [...this.flags]));
  }

  // What the server has not acknowledged, once it is written here.
  async toSend() {
    await this.writing;
    return this.pending().filter((row) => row.sequence).map(({ position, value, sequence, client_id: id, made_at: at }) => ({
      position, value, sequence, client_id: id, made_at: at,
    }));
  }

  pending() {
    return [...this.rows.values()].filter((row) => row.dirty);
  }

  // All that this device knows it gave, for a file; and what a page read again without a network does not know.
  all() {
    return [...this.rows.values()].filter((row) => row.sequence);
  }

  newerThan(sequence) {
    return this.all().filter((row) => row.dirty || (row.fate === "counted" && row.sequence > sequence));
  }

  acknowledge(saved) {
    const matching = saved.filter((answer) => {
      const row = this.rows.get(answer.position);
      return row?.dirty && row.client_id === answer.client_id && row.sequence === answer.sequence;
    });
    for (const { position, fate } of matching) Object.assign(this.rows.get(position), { dirty: false, fate });
    if (matching.length) this.write((store) => store.settle(this.attempt, matching));
    return matching;
  }
}
