"""Practice: the five of a day, the streak, and the notebook of wrong answers."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

DAILY = 5
FROM_NOTEBOOK = 2
DAYS_RIGHT = 2

History = Sequence[tuple[date, bool]]


def days_to_go(history: History) -> int:
    """Return on how many more days an item has to be right to leave the notebook; 0 when it is not in it.

    `history` lists day and whether the answer was all right, in order. A wrong answer puts the item in and begins anew;
    being right on two different days takes it out.
    """
    is_in = False
    days: set[date] = set()
    for day, was_right in history:
        if not was_right:
            is_in, days = True, set()
        elif is_in:
            days.add(day)
            is_in = len(days) < DAYS_RIGHT
    return DAYS_RIGHT - len(days) if is_in else 0


def picked(
    items: Iterable[int], *, notebook: Collection[int], seen: Collection[int], seed: str, count: int
) -> list[int]:
    """Return up to `count` items by chance, the same for the same seed and state.

    Two at most come from the notebook, so that there is something new; then items never seen, then any.
    """
    rng = random.Random(seed)  # noqa: S311 -- practice, no secret
    order = sorted(items)
    rng.shuffle(order)
    old = [item for item in order if item in notebook]
    chosen = old[: min(FROM_NOTEBOOK, count)]
    fresh = [item for item in order if item not in seen and item not in notebook]
    known = [item for item in order if item in seen and item not in notebook]
    chosen += [*fresh, *known, *old[len(chosen) :]][: count - len(chosen)]
    rng.shuffle(chosen)
    return chosen


def streak(days: Collection[date], *, today: date) -> int:
    """Return how many days in a row somebody practised, up to today or yesterday: an open day breaks nothing yet."""
    last = today if today in days else today - timedelta(days=1)
    length = 0
    while last - timedelta(days=length) in days:
        length += 1
    return length
