// The scripts of the item types on this page: each reads and shows the answers of its own type.
//   valueOf(answer) → the response as the server stores it, null for no answer
//   show(answer, value) puts a response on the screen
//   mount(answer), where a type has one, makes its controls work; changes are told by a bubbling "input" event

const loaded = new Map();

const moduleOf = (answer) => loaded.get(answer.dataset.module);

export const answersIn = (root) => [...root.querySelectorAll("[data-module]")];

// Load what the page needs, then start it; asked again for a part of the page that is new.
export async function start(root) {
  const answers = answersIn(root);
  const addresses = new Set(answers.map((answer) => answer.dataset.module));
  await Promise.all(
    [...addresses].map(async (address) => loaded.has(address) || loaded.set(address, await import(address))),
  );
  for (const answer of answers) moduleOf(answer).mount?.(answer);
}

export const valueOf = (answer) => moduleOf(answer).valueOf(answer);

// Whether answers go by a door of their own, never by the journal.
export const keepsItself = (answer) => Boolean(moduleOf(answer).keepsItself);

export const show = (answer, value) => moduleOf(answer).show(answer, value);

// Tell that an answer has changed, as a field does by itself when somebody types.
export const changed = (answer) => answer.dispatchEvent(new Event("input", { bubbles: true }));
