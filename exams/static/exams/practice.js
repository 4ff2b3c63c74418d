// One question of practice: its type's script makes the controls work; the form itself sends the answer.
import { start } from "./questions/modules.js";

const form = document.querySelector("[data-practice]");
await start(form);
