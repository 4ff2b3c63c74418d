// A section with a time of its own: when that is over nothing can be changed, and the page goes on once all is sent.
const DAY = 24 * 60; // minutes

export class TimedSection {
  constructor(paper, clock) {
    Object.assign(this, { paper, clock, texts: paper.dataset, isOver: false, isLeaving: false });
    this.over = paper.querySelector("[data-section-over]");
    this.until = paper.querySelector("[data-until]");
    const [hours, minutes] = this.until?.textContent.split(":").map(Number) ?? [0, 0];
    this.told = hours * 60 + minutes; // as the server told it, whose zone need not be that of this device
    this.endsAt = Date.parse(this.texts.deadline);
  }

  // The server has answered: it may have given more time, or another page has gone on to the next section.
  hear(reply, held) {
    const moved = Math.round((this.clock.now() + reply.seconds_left * 1000 - this.endsAt) / 60000);
    if (this.until && reply.seconds_left > 0) this.until.textContent = this.timeOfDay(this.told + moved);
    const isElsewhere = String(reply.section) !== this.texts.section;
    if (reply.state === "open" && !held && (isElsewhere || (this.isOver && !reply.seconds_left))) this.leave();
  }

  timeOfDay(minutes) {
    const at = ((minutes % DAY) + DAY) % DAY;
    return [Math.floor(at / 60), at % 60].map((part) => String(part).padStart(2, "0")).join(":");
  }

  // Tells whether the time is over now, and was not when asked before: then what is held is sent at once.
  watch(left) {
    const wasOver = this.isOver;
    this.isOver = left <= 0;
    if (this.isOver !== wasOver) this.close(this.isOver);
    return this.isOver && !wasOver;
  }

  close(isClosed) {
    for (const question of this.paper.querySelectorAll(".question")) question.inert = isClosed;
    this.over.hidden = !isClosed;
    this.over.textContent = isClosed ? this.over.dataset.text : "";
  }

  // Scattered, so that a room whose time is over does not ask in one instant. The page may stay: more time is shown.
  leave() {
    if (this.isLeaving) return;
    this.isLeaving = true;
    setTimeout(() => location.reload(), 1000 + Math.random() * 1000);
  }
}
