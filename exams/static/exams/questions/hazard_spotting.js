// Hazards on a picture: a tap or the keyboard sets a numbered mark; or statements are ticked in a list.
import { changed } from "./modules.js";
import { listedIn, showListed } from "./spot_list.js";
import { offerEnlarging, rowOf, sign } from "./spot_marks.js";

const PLACES = 4; // as fine as the server keeps
const STEP = 0.02;
const SMALL_STEP = 0.005;
const boards = new WeakMap();
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const percent = (share) => Math.round(share * 100);
class Board {
  constructor(answer) {
    this.answer = answer;
    this.spot = answer.querySelector(".spot");
    this.text = this.spot.dataset;
    this.picture = answer.querySelector("[data-picture]");
    this.list = answer.querySelector("[data-marks]");
    this.field = answer.querySelector('input[type="hidden"]');
    this.cross = [0.5, 0.5];
    this.taps = JSON.parse(this.field.value || "[]");
    this.begin();
  }

  get value() {
    const isList = this.spot.dataset.mode === "list";
    const marks = isList ? listedIn(this.answer) : this.taps;
    return marks.length ? { [isList ? "listed" : "taps"]: marks } : null;
  }

  set value(value) {
    this.taps = value?.taps ?? [];
    showListed(this.answer, value?.listed ?? []);
    if (value) this.choose(value.listed ? "list" : "picture");
    this.draw();
  }

  choose(mode) {
    this.answer.querySelector(`input[type="radio"][value="${mode}"]`).checked = true;
    this.spot.dataset.mode = mode;
  }

  begin() {
    const hasPicture = !("listForm" in this.text) && this.picture.querySelector("img") !== null; // a draft may have none
    const isListed = !hasPicture || Boolean(this.answer.querySelector("[data-list] input:checked"));
    this.choose(isListed ? "list" : "picture");
    this.answer.querySelector("[data-list]").addEventListener("change", (event) => this.keepToMost(event));
    offerEnlarging(this.answer);
    if (hasPicture) this.offerPicture();
    this.draw();
  }

  offerPicture() {
    this.picture.tabIndex = 0;
    this.picture.setAttribute("role", "application");
    this.picture.setAttribute("aria-label", this.picture.querySelector("img").alt);
    this.answer.querySelector("[data-keys]").hidden = false;
    this.picture.addEventListener("click", (event) => this.tap(event));
    this.picture.addEventListener("keydown", (event) => this.press(event));
    this.picture.addEventListener("focus", () => this.drawCross());
    this.picture.addEventListener("blur", () => this.picture.querySelector(".spot-cross")?.remove());
    const radios = this.answer.querySelectorAll('input[type="radio"]');
    for (const radio of radios) radio.addEventListener("input", () => this.choose(radio.value));
  }

  keepToMost(event) {
    const ticked = this.answer.querySelectorAll("[data-list] input:checked");
    if (ticked.length > Number(this.text.most)) {
      event.target.checked = false;
      this.sayFull();
      changed(this.answer);
    }
  }

  tap(event) {
    const box = this.picture.getBoundingClientRect();
    const inside = (share) => Math.min(1, Math.max(0, share));
    this.cross = [inside((event.clientX - box.left) / box.width), inside((event.clientY - box.top) / box.height)];
    this.set();
  }

  press(event) {
    const by = MOVES[event.key];
    if (by) {
      const step = event.shiftKey ? SMALL_STEP : STEP;
      this.cross = this.cross.map((place, axis) => Math.min(1, Math.max(0, place + by[axis] * step)));
      this.drawCross();
      this.say(this.where(this.text.textAt, this.cross));
    } else if (event.key === "Enter" || event.key === " ") this.set();
    else if (event.key === "Delete" || event.key === "Backspace") this.remove(this.taps.length - 1);
    else return;
    event.preventDefault();
  }

  where(text, [x, y]) {
    return text.replace("%x", percent(x)).replace("%y", percent(y));
  }

  set() {
    if (this.taps.length >= Number(this.text.most)) return this.sayFull();
    this.taps = [...this.taps, { x: this.cross[0].toFixed(PLACES), y: this.cross[1].toFixed(PLACES) }];
    this.draw();
    this.say(this.where(this.text.textSet.replace("%n", this.taps.length), this.cross));
    changed(this.answer);
  }

  remove(place) {
    if (place < 0) return;
    this.taps = this.taps.filter((_tap, at) => at !== place);
    this.draw();
    this.say(this.text.textRemoved.replace("%n", place + 1));
    changed(this.answer);
  }

  say(text) {
    this.answer.querySelector("[data-say]").textContent = text;
  }

  sayFull() {
    const text = this.text.textFull.replace("%n", this.text.most);
    this.answer.querySelector("[data-count]").textContent = text;
    this.say(text);
  }

  keep() {
    this.field.value = JSON.stringify(this.taps);
  }

  draw() {
    this.keep();
    for (const mark of this.picture.querySelectorAll(".spot-mark")) mark.remove();
    this.taps.forEach((tap, at) => this.picture.append(sign("spot-mark", [tap.x, tap.y], at + 1)));
    this.list.replaceChildren(...this.taps.map((_tap, at) => rowOf(this, at)));
    const count = this.text.textCount.replace("%n", this.taps.length).replace("%m", this.text.most);
    this.answer.querySelector("[data-count]").textContent = count;
  }

  drawCross() {
    this.picture.querySelector(".spot-cross")?.remove();
    this.picture.append(sign("spot-cross", this.cross));
  }
}

export const valueOf = (answer) => boards.get(answer)?.value ?? null;

export const show = (answer, value) => Object.assign(boards.get(answer), { value });

export const mount = (answer) => boards.set(answer, new Board(answer));
