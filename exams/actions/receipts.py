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
    """What became of a batch, and how the attempt stood when it was stored; `place` only of a limited sitting."""

    saved: list[Saved]
    state: str
    deadline_at: datetime
    holds_pen: bool
    place: Place | None = None
    call: Call | None = None


def receipt(held: HeldAnswers, saved: list[Saved], *, device: str) -> Receipt:
    """Return what became of a batch from this device, and how its attempt stood."""
    run = held.run
    return Receipt(saved, run.state, run.deadline_at, pen.holds(device, pen=run.device), held.place, held.call)
