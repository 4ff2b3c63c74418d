"""When the device of an attempt was last heard, and what a time without it means: a hint for a person."""

from __future__ import annotations

from datetime import datetime, timedelta

# A device sends a sign of life about every 8 s. What it says is written at most so often, and three of them missing
# are a silence.
NOTED_EVERY = timedelta(seconds=12)
QUIET_AFTER = timedelta(seconds=30)


def is_due(*, last_at: datetime, at: datetime) -> bool:
    """Tell whether a contact is worth writing down, so long after the last one that was."""
    return at - last_at >= NOTED_EVERY


def silence(*, last_at: datetime, at: datetime) -> timedelta | None:
    """Return how long nothing was heard; None for a time too short to mean anything, or an instant before the last."""
    length = at - last_at
    return length if length >= QUIET_AFTER else None


def minutes_for(length: timedelta) -> int:
    """Return the minutes that make good a silence, a part of one counted as one; at least one."""
    return max(1, -(-length // timedelta(minutes=1)))
