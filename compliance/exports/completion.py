"""Reports R1 and R2: completion by unit, credential and job role; and the list of who has not done it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from compliance.enums import GapState
from compliance.models.gap_labels import STATE_LABELS
from compliance.queries.coverage import CoverageCell, Gap
from core.sheets import Cell, Column


def completion_columns() -> list[Column]:
    """Return the columns of R1."""
    return [
        Column(_("Unit"), 24),
        Column(_("Job role"), 24),
        Column(_("Credential"), 28),
        Column(_("People required"), 10),
        Column(_("Met"), 10),
        *[Column(str(STATE_LABELS[state]), 10) for state in GapState],
        Column(_("Coverage in percent"), 12),
    ]


def completion_rows(cells: list[CoverageCell]) -> Iterator[list[Cell]]:
    """Yield the rows of R1."""
    for cell in cells:
        counts = [cell.counts.get(state, 0) for state in GapState]
        yield [cell.unit, cell.job_role, cell.credential, cell.required, cell.met, *counts, cell.percent]


def overdue_columns() -> list[Column]:
    """Return the columns of R2."""
    return [
        Column(_("Employee number"), 14),
        Column(_("Name"), 16),
        Column(_("Unit"), 24),
        Column(_("Job role"), 24),
        Column(_("Engaged as"), 12),
        Column(_("Credential"), 28),
        Column(_("State"), 12),
        Column(_("Due on"), 12),
        Column(_("Valid until"), 12),
    ]


def overdue_rows(gaps: Iterator[Gap], *, types: dict[str, str]) -> Iterator[list[Cell]]:
    """Yield the rows of R2: everybody who is due, overdue or never did it. `types` labels how people are engaged."""
    for gap in gaps:
        if gap.state in (GapState.DUE, GapState.OVERDUE, GapState.NEVER):
            yield [
                gap.employee_no,
                gap.name,
                gap.unit,
                gap.job_role,
                types[gap.person_type],
                gap.credential,
                str(STATE_LABELS[gap.state]),
                gap.due_on,
                gap.valid_to,
            ]
