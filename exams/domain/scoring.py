"""From frozen form and counted responses to score and decision: pure, decimal, rounded once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class MarkedItem:
    """One item of a form as marked: share of its points earned, 0 to 1; None while a marker has to decide."""

    position: int
    points: Decimal
    share: Decimal | None
    is_critical: bool
    section: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one attempt. `percent` and points have two decimals; the decision rests on exact values.

    `failed_sections` are the places of the sections that did not reach their minimum.
    """

    points: Decimal
    most_points: Decimal
    percent: Decimal
    cut_percent: Decimal
    failed_critical: tuple[int, ...]
    passed: bool
    failed_sections: tuple[int, ...] = ()


def pending(items: Sequence[MarkedItem]) -> tuple[int, ...]:
    """Return the positions that wait for a marker; while there is one, the attempt has no outcome."""
    return tuple(item.position for item in items if item.share is None)


def outcome(
    items: Sequence[MarkedItem], *, cut_percent: Decimal, minimums: Mapping[int, Decimal] | None = None
) -> Outcome:
    """Return points, percentage and decision. `minimums` are percentages, by place of section.

    Passed means: percentage at least the cut score, every critical item fully right, and every section at least its
    minimum. Equality passes, for the cut score and for minimums; a section without points has nothing to reach. The
    comparison is exact; rounding, half up to hundredths, is only for showing. A form without points is never passed.
    Raises ValueError for a share outside 0 to 1 or not decided, and for negative points.
    """
    marked = [(item, item.share) for item in items if item.share is not None]
    if len(marked) < len(items):
        raise ValueError("An item that waits for its marker has no outcome.")
    if any(not 0 <= share <= 1 or item.points < 0 for item, share in marked):
        raise ValueError("A share lies between 0 and 1, and points are never negative.")
    earned = sum((item.points * share for item, share in marked), Decimal(0))
    most = sum((item.points for item in items), Decimal(0))
    failed = tuple(item.position for item, share in marked if item.is_critical and share < 1)
    reached = most > 0 and earned * 100 >= cut_percent * most
    percent = earned * 100 / most if most else Decimal(0)
    short = tuple(
        place for place, least in sorted((minimums or {}).items()) if _falls_short(items, place=place, least=least)
    )
    passed = bool(reached and not failed and not short)
    return Outcome(_rounded(earned), _rounded(most), _rounded(percent), cut_percent, failed, passed, short)


def _falls_short(items: Sequence[MarkedItem], *, place: int, least: Decimal) -> bool:
    own = [item for item in items if item.section == place]
    earned = sum((item.points * (item.share or 0) for item in own), Decimal(0))
    return earned * 100 < least * sum((item.points for item in own), Decimal(0))


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(HUNDREDTH, rounding=ROUND_HALF_UP)


def newest(responses: Mapping[int, Sequence[tuple[int, object]]]) -> dict[int, object]:
    """Return for each position the value with the highest sequence, whatever the order of arrival."""
    return {position: max(values, key=lambda pair: pair[0])[1] for position, values in responses.items() if values}
