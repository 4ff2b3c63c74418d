"""When a sitting is held and when it is over; plain Python. `exams.queries.sittings` says the same to the database."""

from __future__ import annotations

from datetime import datetime

from exams.enums import Mode, SittingState


def is_over(*, mode: str, state: str, closes_at: datetime, is_running: bool, at: datetime) -> bool:
    """Tell whether a sitting is over.

    One that a proctor opened in a room is over when the proctor closes it. A window online, and a sitting that nobody
    opened, end by themselves with their hour; while an attempt still runs there, by an extension, they go on.
    """
    if state == SittingState.CLOSED:
        return True
    ends_by_itself = mode == Mode.ONLINE or state == SittingState.PLANNED
    return ends_by_itself and closes_at <= at and not is_running


def shown_state(*, mode: str, state: str, opens_at: datetime, closes_at: datetime, at: datetime) -> SittingState:
    """Return the state that people are told: a window online opens and closes by its hours, and nobody opens it."""
    if mode != Mode.ONLINE or state != SittingState.PLANNED or at < opens_at:
        return SittingState(state)
    return SittingState.OPEN if at < closes_at else SittingState.CLOSED
