"""What reports and exported lists hold: columns and rows, the same for XLSX, CSV and PDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from compliance.domain.gaps import UNMET
from compliance.enums import GapState
from compliance.models.gap_labels import STATE_LABELS
from compliance.queries.coverage import CoverageCell
from compliance.queries.gaps import Gap
from core.sheets import Cell, Column
from exams.enums import Mode
from exams.models.sitting import MODE_LABELS
from people.models.person import PERSON_TYPE_LABELS

WithMode = tuple[Gap, str | None]
TELL_EVERY = 5000  # people × credentials; a bar that moves a few times a second
One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Table:
    """One table to be written: its columns, and its rows once."""

    columns: list[Column]
    rows: Iterable[Sequence[Cell]]


def completion(cells: Iterable[CoverageCell], *, earned: dict[tuple[int, int, int], Counter[str]]) -> Table:
    """Return R1: unit × job role × credential with people by state, and completions by mode.

    `earned` counts, for (unit, job role, credential), the completions of the period by mode.
    """
    columns = [
        Column(_("Unit"), 24),
        Column(_("Job role"), 22),
        Column(_("Credential"), 24),
        Column(_("People required"), 9),
        Column(_("Met"), 8),
        *[Column(str(STATE_LABELS[state]), 9) for state in GapState],
        Column(_("Coverage in percent"), 10),
        Column(_("Completed"), 9),
        *[Column(str(label), 8) for _code, label in MODE_LABELS],
    ]
    return Table(columns, (_completion_row(cell, earned) for cell in cells))


def _completion_row(cell: CoverageCell, earned: dict[tuple[int, int, int], Counter[str]]) -> list[Cell]:
    counts = [cell.counts.get(state, 0) for state in GapState]
    by_mode = earned.get((cell.unit_id, cell.job_role_id, cell.credential_id), Counter())
    return [
        cell.unit, cell.job_role, cell.credential, cell.required, cell.met, *counts, cell.percent,
        by_mode.total(), *[by_mode[mode.value] for mode in Mode],
    ]  # fmt: skip


def completed_by_mode(rows: Iterable[WithMode]) -> dict[tuple[int, int, int], Counter[str]]:
    """Return how many of these people completed, by mode, for each (unit, job role, credential)."""
    found: dict[tuple[int, int, int], Counter[str]] = {}
    for gap, mode in rows:
        if mode is not None:
            found.setdefault((gap.unit_id, gap.job_role_id, gap.credential_id), Counter())[mode] += 1
    return found


def person_columns() -> list[Column]:
    """Return the columns of lists of people × credentials."""
    return [
        Column(_("Employee number"), 12),
        Column(pgettext("person", "Name"), 12),
        Column(_("Unit"), 24),
        Column(_("Job role"), 22),
        Column(_("Engaged as"), 11),
        Column(_("Credential"), 24),
        Column(_("State"), 11),
        Column(_("Due on"), 11),
        Column(_("Last held until"), 11),
        Column(_("Last exam taken"), 10),
    ]


def person_rows(rows: Iterable[WithMode]) -> Iterator[list[Cell]]:
    """Yield the rows of lists of people × credentials."""
    types = {code: str(label) for code, label in PERSON_TYPE_LABELS}
    labels = {code: str(label) for code, label in MODE_LABELS}
    states = {state: str(label) for state, label in STATE_LABELS.items()}
    for gap, mode in rows:
        yield [
            gap.employee_no, gap.name, gap.unit, gap.job_role, types[gap.person_type], gap.credential,
            states[gap.state], gap.due_on, gap.valid_to, labels[mode] if mode is not None else "",
        ]  # fmt: skip


def not_done(rows: Iterable[WithMode]) -> Table:
    """Return R2: everybody who holds nothing valid, whether time is left or not."""
    return Table(person_columns(), person_rows(rows))


def may_not_work(gaps: Iterable[Gap]) -> Table:
    """Return R3, for the safety department and the notice board: who may not do which work on the day, and why."""
    columns = [
        Column(_("Unit"), 26),
        Column(_("Employee number"), 14),
        Column(pgettext("person", "Name"), 14),
        Column(_("Job role"), 24),
        Column(_("Engaged as"), 12),
        Column(_("Missing credential"), 26),
        Column(_("Why"), 44),
    ]
    types = {code: str(label) for code, label in PERSON_TYPE_LABELS}
    rows = (
        [gap.unit, gap.employee_no, gap.name, gap.job_role, types[gap.person_type], gap.credential, _reason(gap)]
        for gap in unmet(gaps)
    )
    return Table(columns, rows)


def _reason(gap: Gap) -> str:
    if gap.state is GapState.OVERDUE and gap.valid_to is not None:
        return _("ended on %(day)s") % {"day": gap.valid_to}
    if gap.state is GapState.OVERDUE:
        return _("revoked")
    if gap.state is GapState.DUE:
        return _("not passed yet; due on %(day)s") % {"day": gap.due_on}
    return _("never passed; was due on %(day)s") % {"day": gap.due_on}


def coverage_table(cells: Iterable[CoverageCell]) -> Table:
    """Return what the coverage page shows."""
    whole = completion(cells, earned={})
    width = len(whole.columns) - 1 - len(MODE_LABELS)
    return Table(whole.columns[:width], (row[:width] for row in whole.rows))


def counted(rows: Iterable[One], *, tell: Callable[[int], None]) -> Iterator[One]:
    """Yield what comes, and tell how much went by, now and then."""
    for number, row in enumerate(rows, start=1):
        yield row
        if number % TELL_EVERY == 0:
            tell(number)


def unmet(rows: Iterable[Gap]) -> Iterator[Gap]:
    """Yield those of people who hold nothing valid."""
    return (gap for gap in rows if gap.state in UNMET)


def shown(cell: Cell) -> str:
    """Return a cell as people read it on paper."""
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)
