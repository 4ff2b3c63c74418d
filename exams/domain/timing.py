"""Every question of time in an exam is answered here, for all paths that write."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal

from exams.enums import ResponseFate

# A slow server or network is not the candidate's fault: what arrives this soon after the deadline counts.
GRACE = timedelta(seconds=15)


def stretched(allowance: timedelta, factor: Decimal) -> timedelta:
    """Return an allowance times a time factor, in whole seconds, a part of one counted as one.

    Raises ValueError for a factor below 1: an accommodation takes no time away.
    """
    if factor < 1:
        raise ValueError("A time factor is never below 1.")
    seconds = Decimal(allowance // timedelta(microseconds=1)) * factor / 1_000_000
    return timedelta(seconds=int(seconds.to_integral_value(ROUND_CEILING)))


def stretched_minutes(minutes: int, factor: Decimal) -> int:
    """Return minutes times a time factor, a part of one counted as one. Raises ValueError for a factor below 1."""
    return -(-stretched(timedelta(minutes=minutes), factor) // timedelta(minutes=1))


def deadline(
    *,
    started_at: datetime,
    allowance: timedelta,
    sitting_ends_at: datetime | None,
    extensions: timedelta = timedelta(0),
    factor: Decimal = Decimal(1),
) -> datetime:
    """Return the instant up to which answers count: start + allowance × factor, at the latest the sitting's end, both
    moved by the extensions given. Outside a sitting that end is None.

    The allowance runs from the start, never from entering the room. The end of a sitting is a wall for everybody: a
    time factor does not move it, an extension does. Raises ValueError for a negative length or a factor below 1.
    """
    if allowance < timedelta(0) or extensions < timedelta(0):
        raise ValueError("Lengths of time cannot be negative.")
    own_end = started_at + stretched(allowance, factor)
    return (min(own_end, sitting_ends_at) if sitting_ends_at is not None else own_end) + extensions


def section_deadline(*, began_at: datetime, allowance: timedelta, factor: Decimal = Decimal(1)) -> datetime:
    """Return the deadline of a timed section by itself: its begin + allowance × factor, later moved by extensions.

    Raises ValueError for a negative length or a factor below 1.
    """
    if allowance < timedelta(0):
        raise ValueError("Lengths of time cannot be negative.")
    return began_at + stretched(allowance, factor)


def section_end(*, section_at: datetime | None, deadline_at: datetime) -> datetime:
    """Return the instant up to which answers to a section count: its own, or the attempt's deadline before that.

    `section_at` is when the section was ended, else its own deadline; None for a question of no timed section.
    """
    return deadline_at if section_at is None else min(section_at, deadline_at)


def has_begun(section: int | None, *, current: int | None) -> bool:
    """Tell whether questions of a section may be seen while the timed section `current` is open.

    Those of no section may, and so may all where sections have no time of their own: `current` is None then.
    """
    return section is None or current is None or section <= current


def has_ended(section: int | None, *, current: int | None) -> bool:
    """Tell whether the timed section of a question was ended, because a later one, `current`, is open."""
    return section is not None and current is not None and section < current


def minutes_short(*, started_at: datetime, allowance: timedelta, factor: Decimal, deadline_at: datetime) -> int:
    """Return how many minutes of the stretched allowance fall behind a deadline, a part of one counted as one."""
    missing = started_at + stretched(allowance, factor) - deadline_at
    return max(0, -(-missing // timedelta(minutes=1)))


def is_over(*, at: datetime, deadline_at: datetime) -> bool:
    """Tell whether the attempt takes no more counted answers at this instant."""
    return at > deadline_at + GRACE


def fate(
    *,
    received_at: datetime,
    deadline_at: datetime,
    is_open: bool,
    sequence: int,
    newest_sequence: int | None,
    holds_pen: bool = True,
    is_readable: bool = True,
) -> ResponseFate:
    """Return what becomes of a response: all but the first of the fates are kept, but do not count.

    `deadline_at` and `is_open` are those of the section of the question, where it has a time of its own.
    `sequence` grows with every change on the device; one that is not newer than the newest is superseded. A device
    without the pen changes nothing, whatever the time; what cannot be read says nothing, whoever sent it and when.
    """
    if not is_readable:
        return ResponseFate.UNREADABLE
    if not holds_pen:
        return ResponseFate.OTHER_DEVICE
    if not is_open or is_over(at=received_at, deadline_at=deadline_at):
        return ResponseFate.LATE
    if newest_sequence is not None and sequence <= newest_sequence:
        return ResponseFate.SUPERSEDED
    return ResponseFate.COUNTED


def was_in_time(made_at: datetime | None, *, deadline_at: datetime) -> bool:
    """Tell whether an answer was given by the deadline, by the word of its device; never where that says nothing."""
    return made_at is not None and made_at <= deadline_at
