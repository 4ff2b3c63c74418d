// The corners of an outline, in shares of the picture: added, moved, removed, taken back.
const FIRST = [[0.4, 0.4], [0.6, 0.4], [0.5, 0.6]];
const MOST_STEPS = 100;

export const inside = (share) => Math.min(1, Math.max(0, share));
const apart = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

export class Shape {
  constructor() {
    this.corners = [];
    this.chosen = 0;
    this.past = [];
  }

  read(text) {
    const rows = text.replaceAll("，", ",").split("\n").map((row) => row.split(",").map((part) => Number(part.trim() || NaN)));
    this.corners = rows.filter((row) => row.length === 2 && row.every(Number.isFinite)).map((row) => row.map(inside));
    this.keepChosen();
  }

  get written() {
    return this.corners.map(([x, y]) => `${x.toFixed(4)}, ${y.toFixed(4)}`).join("\n");
  }

  keepChosen() {
    this.chosen = Math.min(this.chosen, Math.max(0, this.corners.length - 1));
  }

  remember() {
    this.past.push(this.corners.map((corner) => [...corner]));
    if (this.past.length > MOST_STEPS) this.past.shift();
  }

  move(dx, dy) {
    this.remember();
    const [x, y] = this.corners[this.chosen];
    this.corners[this.chosen] = [inside(x + dx), inside(y + dy)];
  }

  choose(by) {
    this.chosen = (this.chosen + by + this.corners.length) % this.corners.length;
  }

  // A new corner goes into the edge that is nearest to it, so that the outline does not cross itself.
  insert(point) {
    const count = this.corners.length;
    const detour = this.corners.map((corner, at) => {
      const next = this.corners[(at + 1) % count];
      return apart(corner, point) + apart(next, point) - apart(corner, next);
    });
    this.chosen = count < 3 ? count : detour.indexOf(Math.min(...detour)) + 1;
    this.corners.splice(this.chosen, 0, point);
  }

  add() {
    this.remember();
    const count = this.corners.length;
    const [a, b] = [this.corners[this.chosen], this.corners[(this.chosen + 1) % count]];
    const point = count < 3 ? FIRST[count] : [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    this.chosen = count < 3 ? count : this.chosen + 1;
    this.corners.splice(this.chosen, 0, point);
  }

  remove() {
    this.remember();
    this.corners.splice(this.chosen, 1);
    this.chosen = Math.max(0, this.chosen - 1);
  }

  undo() {
    if (this.past.length) this.corners = this.past.pop();
    this.keepChosen();
  }
}
