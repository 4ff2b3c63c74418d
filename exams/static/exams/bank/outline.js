// The outline of a hazard on its picture: corners by mouse, finger and keyboard; the numbers below are the truth.
import { inside, Shape } from "./shape.js";

const STEP = 0.02;
const SMALL_STEP = 0.002;
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const LARGER = 1.5;
const percent = (share) => Math.round(share * 100);

class Outline {
  constructor(root) {
    this.root = root;
    this.text = root.dataset;
    this.picture = root.querySelector("[data-zoom]");
    this.area = root.querySelector("[data-corners]");
    this.zoom = 1;
    this.shape = new Shape();
    this.shape.read(this.area.value);
    for (const part of root.querySelectorAll("[data-board], [data-tools], [data-hint]")) part.hidden = false;
    this.picture.tabIndex = 0;
    this.picture.setAttribute("role", "application");
    this.picture.setAttribute("aria-label", this.text.textLabel);
    this.picture.addEventListener("pointerdown", (event) => this.press(event));
    this.picture.addEventListener("keydown", (event) => this.key(event));
    root.querySelector("[data-tools]").addEventListener("click", (event) => this.tool(event.target.closest("button")));
    this.area.addEventListener("input", () => {
      if (this.area.value !== this.shape.written) this.shape.read(this.area.value);
      this.draw();
    });
    this.draw();
  }

  keep(text = "") {
    this.area.value = this.shape.written;
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
    if (text) this.say(text.replace("%n", this.shape.chosen + 1));
  }

  place(event) {
    const box = this.picture.getBoundingClientRect();
    return [inside((event.clientX - box.left) / box.width), inside((event.clientY - box.top) / box.height)];
  }

  press(event) {
    if (event.button !== 0) return;
    const corner = event.target.closest("[data-corner]");
    event.preventDefault();
    this.picture.focus({ preventScroll: true });
    this.shape.remember();
    if (corner) this.shape.chosen = Number(corner.dataset.corner);
    else this.shape.insert(this.place(event));
    this.draw();
    this.picture.setPointerCapture(event.pointerId);
    const move = (moved) => {
      this.shape.corners[this.shape.chosen] = this.place(moved);
      this.draw();
    };
    const end = () => {
      this.picture.removeEventListener("pointermove", move);
      this.keep(corner ? "" : this.text.textAdded);
    };
    this.picture.addEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"]) this.picture.addEventListener(name, end, { once: true });
  }

  key(event) {
    const by = MOVES[event.key];
    const count = this.shape.corners.length;
    const name = event.key.toLowerCase();
    if (by && count) {
      const step = event.shiftKey ? SMALL_STEP : STEP;
      this.shape.move(by[0] * step, by[1] * step);
      this.keep();
      this.sayWhere();
    } else if (name === "n" && count) {
      this.shape.choose(event.shiftKey ? -1 : 1);
      this.draw();
      this.sayWhere();
    } else if (name === "enter") this.act("add");
    else if (name === "delete" || name === "backspace") this.act("remove");
    else if (name === "+" || name === "=") this.act("zoom-in");
    else if (name === "-") this.act("zoom-out");
    else if (name === "z" && (event.ctrlKey || event.metaKey)) this.act("undo");
    else return;
    event.preventDefault();
  }

  tool(button) {
    if (button) this.act(button.dataset.do);
  }

  act(deed) {
    if (deed === "zoom-in") this.enlarge(LARGER);
    else if (deed === "zoom-out") this.enlarge(1 / LARGER);
    else if (deed === "remove") {
      if (!this.shape.corners.length) return;
      this.say(this.text.textRemoved.replace("%n", this.shape.chosen + 1));
      this.shape.remove();
      this.keep();
    } else {
      this.shape[deed]();
      this.keep(deed === "add" ? this.text.textAdded : "");
    }
  }

  enlarge(by) {
    this.zoom = Math.min(4, Math.max(1, this.zoom * by));
    this.picture.style.width = `${this.zoom * 100}%`;
  }

  sayWhere() {
    const [x, y] = this.shape.corners[this.shape.chosen];
    const text = this.text.textCorner.replace("%n", this.shape.chosen + 1);
    this.say(text.replace("%x", percent(x)).replace("%y", percent(y)));
  }

  say(text) {
    this.root.querySelector("[data-say]").textContent = text;
  }

  draw() {
    const { corners, chosen } = this.shape;
    const points = corners.map(([x, y]) => `${x * 1000},${y * 1000}`).join(" ");
    this.picture.querySelector("polygon").setAttribute("points", points);
    for (const old of this.picture.querySelectorAll("[data-corner]")) old.remove();
    corners.forEach(([x, y], at) => {
      const corner = document.createElement("span");
      corner.className = at === chosen ? "corner is-chosen" : "corner";
      corner.dataset.corner = at;
      corner.style.left = `${x * 100}%`;
      corner.style.top = `${y * 100}%`;
      this.picture.append(corner);
    });
  }
}

export function mountOutlines(root) {
  for (const outline of root.querySelectorAll("[data-outline]:not([data-live])")) {
    if (!outline.querySelector("[data-board]")) continue;
    outline.dataset.live = "";
    new Outline(outline);
  }
}
