"""What a save tells of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from exams.actions.weighing import Saved
from exams.domain import pen
from exams.queries.contacts import Call
from exams.queries.held_answers import HeldAnswers
from exams.queries.places import Place


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a batch, and how the attempt stood when it was stored; `place` only of a limited sitting.

    `deadline_at` is that of what is on the screen: of the timed section that is open, `section`, where there is one.
    """

    saved: list[Saved]
    state: str
    deadline_at: datetime
    holds_pen: bool
    place: Place | None = None
    call: Call | None = None
    section: int | None = None


def receipt(held: HeldAnswers, saved: list[Saved], *, device: str) -> Receipt:
    """Return what became of a batch from this device, and how its attempt stood."""
    run = held.run
    holds_pen = pen.holds(device, pen=run.device)
    return Receipt(saved, run.state, run.ends_at, holds_pen, held.place, held.call, run.open_section)
