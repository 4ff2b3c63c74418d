"""The parts of a form: its questions by section, each section with what a candidate is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Generic, TypeVar

from exams.models import ExamForm
from exams.queries.wordings import OneItem

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Heading:
    """One section of a form: its name in the reader's language, its questions, points, minimum in percent, minutes."""

    number: int
    of: int
    name: str
    first: int
    last: int
    points: str
    minimum: Decimal | None
    minutes: int | None = None

    @property
    def count(self) -> int:
        """Return how many questions it has."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Part(Generic[Row]):
    """Questions that stand together; without a heading where they belong to no section."""

    heading: Heading | None
    rows: list[Row]


def parts_of(form: ExamForm, items: Sequence[OneItem], rows: Sequence[Row]) -> list[Part[Row]]:
    """Return the rows, one for each of these items of the form in their order, by section. Cost: none."""
    names, minutes = form.section_names, form.section_minutes
    least = {row["place"]: row["minimum_percent"] for row in form.sections or []}
    groups = [
        (place, list(pairs))
        for place, pairs in groupby(zip(items, rows, strict=True), key=lambda pair: pair[0].section)
    ]
    named = list(names)
    parts = []
    for place, pairs in groups:
        heading = None
        if place is not None:
            points = sum((item.points for item, _row in pairs), Decimal(0))
            minimum = least[place]
            heading = Heading(
                number=named.index(place) + 1,
                of=len(named),
                name=names[place],
                first=pairs[0][0].position,
                last=pairs[-1][0].position,
                points=format(points.normalize(), "f"),
                minimum=Decimal(minimum) if minimum is not None else None,
                minutes=minutes.get(place),
            )
        parts.append(Part(heading, [row for _item, row in pairs]))
    return parts
