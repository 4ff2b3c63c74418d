"""The figures of items as a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from core.sheets import Cell, Column
from exams.domain.markup import plain
from exams.queries.analysis import ItemRow
from exams.queries.flag_words import flag_sentences


def item_columns() -> list[Column]:
    """Return the columns of the figures."""
    return [
        Column(_("Item"), 12),
        Column(_("Version"), 8),
        Column(_("Content area"), 24),
        Column(_("Test item"), 48),
        Column(_("Answers given"), 10),
        Column(_("Facility"), 10),
        Column(_("Discrimination"), 12),
        Column(_("Upper less lower"), 12),
        Column(_("Median seconds"), 12),
        Column(_("Questions to you"), 60),
    ]


def item_rows(rows: Iterable[ItemRow]) -> Iterator[list[Cell]]:
    """Yield one row per wording; figures that are undefined stay empty."""
    for row in rows:
        figures = row.figures
        yield [
            row.version.item.code,
            row.version.number,
            str(row.version.item.area),
            plain(row.version.stem),
            figures.count,
            _rounded(figures.facility),
            _rounded(figures.discrimination),
            _rounded(figures.upper_lower),
            _rounded(figures.seconds, places=0),
            " ".join(flag_sentences(row)),
        ]


def _rounded(value: float | None, *, places: int = 3) -> float | None:
    return None if value is None else round(value, places)
