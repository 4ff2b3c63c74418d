"""Every score of one attempt side by side."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from exams.models import Attempt, FormItem, Score


@dataclass(frozen=True, slots=True)
class Cell:
    """What one revision gave one question; `has_changed` against the revision before."""

    earned: Decimal
    points: Decimal
    has_changed: bool


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One question and what each revision gave it."""

    item: FormItem
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Revisions:
    """All scores, the oldest first, and one row per question."""

    scores: list[Score]
    rows: list[MarkRow]


def revisions_of(attempt: Attempt) -> Revisions:
    """Return every score of an attempt side by side. Cost: two queries."""
    scores = list(
        Score.objects.filter(attempt=attempt).select_related("correction__version__item").order_by("revision")
    )
    given: list[dict[int, tuple[Decimal, Decimal]]] = [
        {mark["position"]: (Decimal(mark["share"]), Decimal(mark["points"])) for mark in score.marks}
        for score in scores
    ]
    items = FormItem.objects.filter(form=attempt.form_id).select_related("version__item").order_by("position")
    rows = []
    for item in items:
        cells: list[Cell] = []
        for place, marks in enumerate(given):
            share, points = marks[item.position]
            before = given[place - 1][item.position] if place else (share, points)
            cells.append(Cell(share * points, points, before != (share, points)))
        rows.append(MarkRow(item, cells))
    return Revisions(scores, rows)
