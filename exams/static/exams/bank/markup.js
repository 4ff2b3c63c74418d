// Buttons above the texts of an item: they put the signs of the markup round what is chosen.
const SIGNS = [
  ["B", "**", "**"],
  ["I", "*", "*"],
  ["x₂", "~", "~"],
  ["x²", "^", "^"],
  ["•", "\n- ", ""],
  ["1.", "\n1. ", ""],
  ["▦", "\n| A | B |\n| -- | -- |\n| ", " |  |\n"],
];
let target = null;
const dialog = document.querySelector("[data-picture-dialog]");

function put(area, before, after) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const chosen = value.slice(from, to);
  const start = before.startsWith("\n") && (from === 0 || value[from - 1] === "\n") ? before.slice(1) : before;
  area.setRangeText(`${start}${chosen}${after}`, from, to, "end");
  if (!chosen) area.selectionStart = area.selectionEnd = from + start.length;
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function button(text, label, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button markup-button";
  made.textContent = text;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", press);
  return made;
}

function bar(area) {
  const words = dialog.dataset;
  const made = document.createElement("div");
  made.className = "markup-bar";
  made.setAttribute("role", "toolbar");
  const labels = words.labels.split("|");
  SIGNS.forEach(([text, before, after], at) => made.append(button(text, labels[at], () => put(area, before, after))));
  made.append(
    button("🖼", words.labelPicture, () => {
      target = area;
      dialog.showModal();
    }),
  );
  return made;
}

export function mountMarkup(root) {
  for (const area of root.querySelectorAll("textarea[data-markup]:not([data-has-bar])")) {
    area.dataset.hasBar = "";
    const made = bar(area);
    made.hidden = true;
    area.before(made);
    const owner = area.parentElement;
    owner.addEventListener("focusin", () => (made.hidden = false));
    owner.addEventListener("focusout", (event) => {
      if (!owner.contains(event.relatedTarget) && !dialog.open) made.hidden = true;
    });
  }
}

dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
dialog.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const error = dialog.querySelector("[data-error]");
  let failed = [dialog.dataset.failed];
  try {
    const body = new FormData(event.target);
    const reply = await fetch(event.target.action, { method: "POST", body, headers: { Accept: "application/json" } });
    const said = await reply.json();
    if (reply.ok) {
      dialog.close();
      event.target.reset();
      error.hidden = true;
      put(target, `![${said.alt}](picture:${said.code})`, "");
      return;
    }
    failed = said.errors ?? failed;
  } catch {
    // Said below: nothing was put in.
  }
  error.textContent = failed.join(" ");
  error.hidden = false;
});
