// Steps made without a network, in order, until the server has them.
// One row: { id, account, address, step }, where step is { done: true, revision } or { position: n }.
function openQueue() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("annuan", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("steps", { keyPath: "id", autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function withSteps(mode, work) {
  const database = await openQueue();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction("steps", mode);
      const request = work(transaction.objectStore("steps"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

async function waitingSteps() {
  const account = await recall("account");
  return (await withSteps("readonly", (steps) => steps.getAll())).filter((row) => row.account === account);
}

// Of the places reached in a lesson only the newest counts; a lesson is done once.
async function addStep(address, step) {
  const kind = Object.keys(step)[0];
  for (const row of await waitingSteps()) {
    if (row.address === address && kind in row.step) await withSteps("readwrite", (steps) => steps.delete(row.id));
  }
  const account = await recall("account");
  await withSteps("readwrite", (steps) => steps.add({ account, address, step }));
  await tellState();
}

let flushing = null;

// Sends what waits, in order. A refusal takes the step out and is told; anything else waits for the next time.
function flush(token) {
  flushing ??= sendSteps(token).finally(() => { flushing = null; });
  return flushing;
}

async function sendSteps(token) {
  for (const row of await waitingSteps()) {
    let response;
    try {
      response = await fetch(row.address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify(row.step),
        signal: AbortSignal.timeout(10000),
      });
    } catch {
      break;
    }
    const isRefused = [404, 409, 422].includes(response.status);
    if (!response.ok && !isRefused) break;
    await withSteps("readwrite", (steps) => steps.delete(row.id));
    if (isRefused && row.step.done) await tell({ type: "refused", text: await refusalOf(response) });
    else await tell({ type: "sent" });
  }
  await tellState();
}

async function refusalOf(response) {
  try {
    return (await response.json()).message ?? "";
  } catch {
    return "";
  }
}
