// Says truthfully where the answers are: on the server, on this device only, or with a server that could not read them.
export class Whereabouts {
  constructor(paper, journal) {
    Object.assign(this, { paper, journal, texts: paper.dataset, state: document.getElementById("save-state") });
    this.saved = new Set(); // positions whose answer the server has
    this.trouble = ""; // why nothing is sent, in words
  }

  note(position, isSaved) {
    if (isSaved) this.saved.add(position);
    else this.saved.delete(position);
  }

  acknowledge(answers) {
    for (const { position, fate } of answers) {
      if (fate === "counted") this.note(position, this.journal.rows.get(position).value !== null);
      if (fate === "unreadable") this.note(position, false);
    }
  }

  sending() {
    if (this.trouble) this.tell();
    else this.show("sending", this.texts.textSending);
  }

  tell() {
    const held = this.journal.pending();
    const count = [...this.saved].filter((position) => !held.some((row) => row.position === position)).length;
    const unread = this.markUnread();
    const isHeld = Boolean(held.length || this.trouble || unread.length);
    const where = isHeld ? this.texts.textWhere : count ? this.texts.textSaved : this.texts.textNothing;
    const words = [where.replace("%n", count).replace("%m", held.length)];
    if (unread.length) words.push(this.texts.textUnreadAt.replace("%n", unread.join(", ")));
    if (this.trouble) words.push(this.trouble);
    if (!this.journal.isLasting) words.push(this.texts.textVolatile);
    this.show(isHeld ? "held" : "saved", words.join(" "));
  }

  show(kind, text) {
    this.state.dataset.state = kind;
    if (this.state.textContent !== text) this.state.textContent = text;
  }

  // Sent and not read: the question says so until its answer is given again. Returns the positions.
  markUnread() {
    const rows = [...this.journal.rows.values()].filter((row) => !row.dirty && row.fate === "unreadable");
    const positions = rows.map((row) => row.position).sort((a, b) => a - b);
    for (const note of this.paper.querySelectorAll("[data-unread]")) {
      if (!positions.includes(Number(note.dataset.unread))) note.remove();
    }
    for (const position of positions) {
      const question = document.getElementById(`q${position}`);
      if (!question || question.querySelector("[data-unread]")) continue;
      const note = document.createElement("p");
      note.className = "message warning";
      note.dataset.unread = position;
      note.textContent = this.texts.textUnread;
      question.querySelector(".stem").after(note);
    }
    return positions;
  }
}
