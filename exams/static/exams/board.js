// How the paper is looked at: one question or all, larger letters, flags, the palette, and keys for all of it.
const WISHES = "annuan.paper";
const SIZES = ["1", "2", "3"];

function wishes() {
  try {
    return JSON.parse(localStorage.getItem(WISHES) ?? "{}");
  } catch {
    return {};
  }
}

function keepWish(name, value) {
  try {
    localStorage.setItem(WISHES, JSON.stringify({ ...wishes(), [name]: value }));
  } catch {
    // Without storage the wish holds while the page is open.
  }
}

export class Board {
  constructor(paper, { isAnswered, flags, onFlag, announce, sayTime }) {
    Object.assign(this, { paper, isAnswered, flags, onFlag, announce, sayTime, texts: paper.dataset });
    this.questions = [...paper.querySelectorAll(".question")];
    this.parts = [...paper.querySelectorAll(".paper-part")];
    this.place = paper.querySelector("[data-place]");
    this.links = new Map([...paper.querySelectorAll("[data-palette]")].map((link) => [link.dataset.palette, link]));
    for (const part of paper.querySelectorAll("[data-needs-script]")) part.hidden = false;
    for (const question of this.questions) this.addFlag(question);
    this.resize(wishes().size ?? paper.dataset.size ?? "1");
    this.current = this.questions[this.indexOf(location.hash.slice(1))] ?? this.questions[0];
    this.view(wishes().view ?? "all");
    this.listen();
  }

  indexOf = (id) => this.questions.findIndex((question) => question.id === id);

  addFlag(question) {
    const button = this.paper.querySelector("[data-flag-template]").content.firstElementChild.cloneNode(true);
    button.addEventListener("click", () => this.flag(question));
    question.querySelector(".stem").after(button);
    this.mark(question);
  }

  flag(question) {
    const position = Number(question.dataset.position);
    const isOn = !this.flags.has(position);
    this.onFlag(position, isOn);
    this.mark(question);
    this.announce(isOn ? this.texts.textFlagged : this.texts.textNotFlagged);
  }

  // What the palette shows by colour and sign it says in words too.
  mark(question) {
    const { position } = question.dataset;
    const link = this.links.get(position);
    const isAnswered = this.isAnswered(question);
    const isFlagged = this.flags.has(Number(position));
    link.classList.toggle("is-answered", isAnswered);
    link.classList.toggle("is-flagged", isFlagged);
    const words = [position, isAnswered ? this.texts.textAnswered : this.texts.textNotAnswered];
    if (isFlagged) words.push(this.texts.textFlagged);
    link.setAttribute("aria-label", words.join(", "));
    question.querySelector("[data-flag]")?.setAttribute("aria-pressed", String(isFlagged));
  }

  view(name) {
    this.paper.dataset.view = name;
    for (const button of this.paper.querySelectorAll("[data-view-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.viewChoice === name));
    }
    this.show(this.current, { isMoving: false });
  }

  show(question, { isMoving = true } = {}) {
    this.current = question;
    const isOne = this.paper.dataset.view === "one";
    const at = this.questions.indexOf(question);
    for (const other of this.questions) other.hidden = isOne && other !== question;
    for (const part of this.parts) part.hidden = isOne && !part.contains(question);
    this.place.hidden = !isOne;
    this.place.textContent = this.placeOf(question);
    for (const [position, link] of this.links) {
      if (isOne && position === question.dataset.position) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const [back, on] = ["previous", "next"].map((name) => this.paper.querySelector(`[data-go=${name}]`));
    back.disabled = at === 0;
    on.disabled = at === this.questions.length - 1;
    if (!isMoving) return;
    question.tabIndex = -1;
    question.focus({ preventScroll: true });
    question.scrollIntoView({ block: "start" });
  }

  // "Question 9 of 20 · in this section 1 of 4"
  placeOf(question) {
    const words = (text, all) => text.replace("%n", all.indexOf(question) + 1).replace("%m", all.length);
    const part = this.parts.find((one) => one.contains(question));
    const places = this.paper.dataset.section ? [] : [words(this.place.dataset.text, this.questions)];
    if (part.querySelector(".part-head")) places.push(words(this.place.dataset.textPart, [...part.querySelectorAll(".question")]));
    return places.join(" · ");
  }

  go(by) {
    const next = this.questions[this.questions.indexOf(this.current) + by];
    if (next) this.show(next);
  }

  resize(size) {
    this.paper.dataset.size = SIZES.includes(size) ? size : "1";
    const at = SIZES.indexOf(this.paper.dataset.size);
    this.paper.querySelector("[data-resize='-1']").disabled = at === 0;
    this.paper.querySelector("[data-resize='1']").disabled = at === SIZES.length - 1;
  }

  press({ code }) {
    const deeds = { KeyN: () => this.go(1), KeyP: () => this.go(-1), KeyM: () => this.flag(this.current), KeyT: () => this.sayTime() };
    deeds[code]?.();
    return code in deeds;
  }

  listen() {
    this.paper.addEventListener("click", ({ target }) => {
      const { dataset } = target.closest("[data-view-choice], [data-resize], [data-go], [data-palette]") ?? {};
      if (dataset?.viewChoice) this.view(dataset.viewChoice), keepWish("view", dataset.viewChoice);
      if (dataset?.resize) this.resize(SIZES[SIZES.indexOf(this.paper.dataset.size) + Number(dataset.resize)]), keepWish("size", this.paper.dataset.size);
      if (dataset?.go) this.go(dataset.go === "next" ? 1 : -1);
      if (dataset?.palette) this.show(document.getElementById(`q${dataset.palette}`), { isMoving: this.paper.dataset.view === "one" });
    });
    this.paper.addEventListener("focusin", ({ target }) => {
      const question = target.closest(".question");
      if (question && question !== this.current) this.show(question, { isMoving: false });
    });
    document.addEventListener("keydown", (event) => {
      const isOurs = event.altKey && !event.ctrlKey && !event.metaKey && !document.querySelector("dialog[open]");
      if (isOurs && this.press(event)) event.preventDefault();
    });
    addEventListener("hashchange", () => {
      const at = this.indexOf(location.hash.slice(1));
      // A tap in the palette has shown it already.
      if (at >= 0 && this.questions[at] !== this.current) this.show(this.questions[at], { isMoving: this.paper.dataset.view === "one" });
    });
  }
}
