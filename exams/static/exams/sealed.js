// The last resort: a file of all answers of this device, sealed so that nobody reads or changes it unnoticed.
// Browsers seal only on https:// or on the machine itself; elsewhere the page says so instead.
const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const base64 = (buffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""));

export const canSeal = () => Boolean(globalThis.crypto?.subtle);

export async function sealedFile({ attempt, device, seal }, rows) {
  const answers = rows.map(({ position, value, sequence, client_id: id, made_at: at }) => ({
    position, value, sequence, client_id: id, made_at: at,
  }));
  const key = await crypto.subtle.importKey("raw", bytes(seal), "AES-GCM", false, ["encrypt"]);
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify({ device, answers }));
  const bound = new TextEncoder().encode(`annuan-answers:1:${attempt}`);
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: bound }, key, text);
  const file = { format: "annuan-answers", version: 1, attempt, nonce: base64(nonce), data: base64(data) };
  return new Blob([JSON.stringify(file)], { type: "application/json" });
}

export function offer(paper, journal, tell) {
  const button = paper.querySelector("[data-answer-file]");
  button.disabled = !canSeal();
  if (button.disabled) tell(paper.dataset.textNoSeal);
  button.addEventListener("click", async () => {
    await journal.writing;
    const address = URL.createObjectURL(await sealedFile(paper.dataset, journal.all()));
    const link = Object.assign(document.createElement("a"), { href: address, download: paper.dataset.fileName });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    tell(paper.dataset.textFileMade.replace("%n", journal.all().length));
  });
}
