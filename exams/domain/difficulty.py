"""How difficult an item is expected to be: as measured, or by its level while too few answers are known."""

from __future__ import annotations

LEAST_ANSWERS = 20
# Share of the points that people earn, by level, before anybody has answered.
BY_LEVEL = {1: 0.85, 2: 0.75, 3: 0.65}


def is_measured(answers: int) -> bool:
    """Tell whether so many answers say how difficult an item is."""
    return answers >= LEAST_ANSWERS


def expected(*, level: int, share: float, answers: int) -> float:
    """Return the share of the points that people are expected to earn, 0 to 1; `share` was earned in `answers`."""
    return share if is_measured(answers) else BY_LEVEL[level]
