"""Written answers: from the rubric to a share, and from the shares of several markers to the one that counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

FULLY, HALF, NOT = "1", "0.5", "0"
DEGREES = (FULLY, HALF, NOT)  # how far an answer meets one line of a rubric
KEPT = Decimal("1e-10")
DECIDING_TURN = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a rubric and the share of the points that meeting it earns; all shares of a rubric sum to 1."""

    id: str
    text: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class Written:
    """One answer in words as its marker reads it; `stem` is empty where the item asks nothing besides."""

    stem: str
    answer: str
    model: str


def rubric_of(key: Mapping[str, Sequence[Mapping[str, str]]]) -> list[Line]:
    """Return the lines of the rubric in a key."""
    return [Line(row["id"], row["text"], Decimal(row["share"])) for row in key["rubric"]]


def share_of(rubric: Sequence[Line], given: Mapping[str, str]) -> Decimal:
    """Return the share earned, 0 to 1 with ten places, half up. Raises ValueError for a line missing or misread."""
    if set(given) != {line.id for line in rubric} or not set(given.values()) <= set(DEGREES):
        raise ValueError("Every line of the rubric is met fully, half or not.")
    earned = sum((line.share * Decimal(given[line.id]) for line in rubric), Decimal(0))
    return earned.quantize(KEPT, rounding=ROUND_HALF_UP)


def settled(shares: Mapping[int, Decimal], *, turns: int, most_difference: Decimal) -> Decimal | None:
    """Return the share that counts, None while a marker is missing. `shares` go by turn.

    The decision of a third counts as it is. Else one marker's share counts, or the mean of two that differ by no
    more than `most_difference`; equality is no difference too far.
    """
    if DECIDING_TURN in shares:
        return shares[DECIDING_TURN]
    given = [shares[turn] for turn in range(1, turns + 1) if turn in shares]
    if len(given) < turns or max(given) - min(given) > most_difference:
        return None
    return (sum(given, Decimal(0)) / turns).quantize(KEPT, rounding=ROUND_HALF_UP)


def next_turn(taken: Sequence[int], *, turns: int) -> int:
    """Return the turn of the next marker of an answer that is not settled: one, two, or three who decides."""
    return next((turn for turn in range(1, turns + 1) if turn not in taken), DECIDING_TURN)
