// Where the journal of a paper lies: IndexedDB, else localStorage, else the page itself.
//   read(attempt) → { sequence, flags, rows }       put(row, floor) → the sequence given to the row
//   settle(attempt, saved) clears what matches      flag(attempt, flags)
// One row: { attempt, position, value, sequence, client_id, made_at, dirty, fate }
const NAME = "annuan-journal";
const LIFE_MS = 14 * 24 * 3600 * 1000;
const NOTHING = { sequence: 0, flags: [], rows: [] };

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const isSame = (row, answer) => row && row.client_id === answer.client_id && row.sequence === answer.sequence;

function openDatabase() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("answers", { keyPath: ["attempt", "position"] });
    request.result.createObjectStore("attempts", { keyPath: "attempt" });
  };
  return done(request);
}

class IndexedStore {
  isLasting = true;

  static async open() {
    const store = new IndexedStore();
    store.database = await openDatabase();
    await store.work((answers, attempts) => done(attempts.put({ attempt: "-", sequence: 0, flags: [], at: 0 })));
    navigator.storage?.persist?.().catch(() => {});
    return store;
  }

  // One transaction over both stores: two tabs never give one sequence twice.
  async work(deed, mode = "readwrite") {
    const transaction = this.database.transaction(["answers", "attempts"], mode, { durability: "strict" });
    const finished = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
    const result = await deed(transaction.objectStore("answers"), transaction.objectStore("attempts"));
    await finished;
    return result;
  }

  of(attempt) {
    return IDBKeyRange.bound([attempt, 0], [attempt, Infinity]);
  }

  read(attempt) {
    return this.work(async (answers, attempts) => {
      const [known, rows] = await Promise.all([done(attempts.get(attempt)), done(answers.getAll(this.of(attempt)))]);
      return { ...NOTHING, ...known, rows };
    }, "readonly");
  }

  put(row, floor) {
    return this.work(async (answers, attempts) => {
      const known = (await done(attempts.get(row.attempt))) ?? { attempt: row.attempt, ...NOTHING };
      const sequence = Math.max(known.sequence, floor) + 1;
      answers.put({ ...row, sequence });
      attempts.put({ attempt: row.attempt, sequence, flags: known.flags, at: Date.now() });
      return sequence;
    });
  }

  settle(attempt, saved) {
    return this.work(async (answers) => {
      for (const answer of saved) {
        const row = await done(answers.get([attempt, answer.position]));
        if (isSame(row, answer)) answers.put({ ...row, dirty: false, fate: answer.fate });
      }
    });
  }

  flag(attempt, flags) {
    return this.work(async (answers, attempts) => {
      const known = (await done(attempts.get(attempt))) ?? { attempt, ...NOTHING };
      attempts.put({ attempt, sequence: known.sequence, flags, at: Date.now() });
    });
  }
}

// In one text by attempt; `texts` is localStorage or a Map in the page.
class TextStore {
  constructor(texts, isLasting) {
    Object.assign(this, { texts, isLasting });
  }

  key = (attempt) => `annuan.attempt.${attempt}`;

  async read(attempt) {
    const kept = JSON.parse(this.texts.getItem(this.key(attempt)) ?? "null");
    if (!kept || Date.now() - kept.at > LIFE_MS) return { ...NOTHING, rows: [] };
    const rows = kept.answers.map((row) => ({ dirty: true, ...row, attempt }));
    return { sequence: kept.sequence, flags: kept.flags ?? [], rows };
  }

  write(attempt, { sequence, flags, rows }) {
    this.texts.setItem(this.key(attempt), JSON.stringify({ at: Date.now(), sequence, flags, answers: rows }));
  }

  async put(row, floor) {
    const known = await this.read(row.attempt);
    const sequence = Math.max(known.sequence, floor) + 1;
    const rows = [...known.rows.filter((other) => other.position !== row.position), { ...row, sequence }];
    this.write(row.attempt, { ...known, sequence, rows });
    return sequence;
  }

  async settle(attempt, saved) {
    const known = await this.read(attempt);
    const settled = (row) => saved.find((answer) => answer.position === row.position && isSame(row, answer));
    const rows = known.rows.map((row) => (settled(row) ? { ...row, dirty: false, fate: settled(row).fate } : row));
    this.write(attempt, { ...known, rows });
  }

  async flag(attempt, flags) {
    this.write(attempt, { ...(await this.read(attempt)), flags });
  }
}

export function pageStore() {
  const texts = new Map();
  return new TextStore({ getItem: (key) => texts.get(key) ?? null, setItem: (key, text) => texts.set(key, text) }, false);
}

export async function openStore() {
  try {
    return await IndexedStore.open();
  } catch {
    try {
      localStorage.setItem("annuan.probe", "1");
      localStorage.removeItem("annuan.probe");
      return new TextStore(localStorage, true);
    } catch {
      return pageStore();
    }
  }
}
