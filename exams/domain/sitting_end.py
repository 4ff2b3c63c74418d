"""When a sitting is over; plain Python. `exams.queries.sittings.over` says the same to the database."""

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
