// The preview of an item or a form: its controls work as in an exam, on the width of a desk or of a phone.
import { start } from "../questions/modules.js";

export function begin(root) {
  for (const preview of root.querySelectorAll("[data-preview]")) {
    for (const screen of preview.querySelectorAll(".bank-screen:not([inert])")) start(screen);
    preview.querySelector("[data-widths]").addEventListener("change", (event) => {
      preview.classList.toggle("is-phone", event.target.value === "phone");
    });
  }
}

begin(document);
