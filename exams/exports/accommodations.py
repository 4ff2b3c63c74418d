"""The list of accommodations as a sheet; it holds no reason, since sheets go from hand to hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.sheets import Cell, Column
from exams.models import Accommodation
from people.models.proposal import STANDING_LABELS
from people.queries.proposals import standing_of


def accommodation_columns() -> list[Column]:
    """Return the columns of the list."""
    return [
        Column(_("Employee number"), 14),
        Column(pgettext("person", "Name"), 16),
        Column(_("Time factor"), 12),
        Column(_("Larger print"), 12),
        Column(_("Pictures answered from a list"), 16),
        Column(_("First day"), 12),
        Column(_("Last day"), 12),
        Column(_("Ended early on"), 12),
        Column(_("Proposed by"), 16),
        Column(_("Decided by"), 16),
        Column(_("State"), 18),
    ]


def accommodation_rows(rows: Iterable[Accommodation], *, day: date) -> Iterator[list[Cell]]:
    """Yield the rows as they stand on a day; they come with person, proposer and who decided."""
    for row in rows:
        yield [
            row.person.employee_no,
            row.person.name,
            row.time_factor,
            row.larger_print,
            row.list_form,
            row.starts_on,
            row.ends_on,
            row.ended_on,
            str(row.proposed_by),
            str(row.decided_by or ""),
            str(STANDING_LABELS[standing_of(row, day=day)]),
        ]
