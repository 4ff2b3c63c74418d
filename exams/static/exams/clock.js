// The server's time on this device. One clock stops while a device sleeps, the other one can be set: the further counts.
class Anchor {
  constructor() {
    this.monotonic = performance.now();
    this.wall = Date.now();
  }

  passed() {
    return Math.max(performance.now() - this.monotonic, Date.now() - this.wall);
  }
}

const SPOKEN = [600, 300, 60]; // seconds: told to who listens, ten, five and one minute before the end

export class ServerClock {
  static ofPage = null; // for whoever says when an answer was given; practice has none

  constructor(now, deadline) {
    ServerClock.ofPage = this;
    this.opened = new Anchor();
    this.openedAt = Date.parse(now);
    this.sync((Date.parse(deadline) - this.openedAt) / 1000);
  }

  now() {
    return this.openedAt + this.opened.passed();
  }

  sync(secondsLeft) {
    this.anchor = new Anchor();
    this.secondsLeft = secondsLeft;
  }

  left() {
    return Math.max(0, Math.round(this.secondsLeft - this.anchor.passed() / 1000));
  }
}

// Shows the time left in `place`; `speak(minutes)` is called once for each mark passed, more time opens them again.
export function showTime(clock, place, speak) {
  let before = clock.left() + 1;
  return () => {
    const left = clock.left();
    place.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    place.parentElement.classList.toggle("is-short", left <= 300);
    const mark = SPOKEN.findLast((seconds) => left <= seconds && seconds < before);
    if (mark) speak(mark / 60);
    before = left;
    return left;
  };
}
