"""What a roster would do, and what is wrong with it, as sheets."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.sheets import Cell, Column
from people.domain.roster import HEADINGS
from people.models import RosterUpload
from people.queries.roster_uploads import faults_of, lines_of
from people.queries.roster_words import described_faults, described_lines, heading

CHUNK = 2000
IN_WORDS = ("unit_code", "role_code")  # these stand by code and by name


def line_columns() -> list[Column]:
    """Return the columns: the fields of the file, with names beside the codes, and what changes."""
    fields = [Column(heading(field), 18) for field in HEADINGS]
    names = [Column(_("Unit"), 24), Column(_("Job role"), 24)]
    return [Column(_("Row"), 8), Column(_("Kind of change"), 10), *fields, *names, Column(_("What changes"), 60)]


def line_rows(upload: RosterUpload, *, show: str, text: str) -> Iterator[list[Cell]]:
    """Yield one row per line, in the order of the file. Memory does not grow with the number of lines."""
    lines = lines_of(upload, show=show, text=text)
    codes = lines.values_list("stated", flat=True).iterator(CHUNK)
    for line, stated in zip(described_lines(lines.iterator(CHUNK)), codes, strict=True):
        fields = [stated[field] if field in IN_WORDS else line.texts[field] for field in HEADINGS]
        changes = "; ".join(f"{one.field}: {one.before or '—'} → {one.after or '—'}" for one in line.differences)
        yield [line.row, line.label, *fields, *[line.texts[field] for field in IN_WORDS], changes]


def fault_sheet_columns() -> list[Column]:
    """Return the columns of the list of wrong cells."""
    return [Column(_("Row"), 8), Column(_("Column"), 18), Column(_("Found"), 30), Column(_("What to do"), 70)]


def fault_rows(upload: RosterUpload) -> Iterator[list[Cell]]:
    """Yield one row per wrong cell, in the order of the file."""
    for fault in described_faults(faults_of(upload).iterator(CHUNK)):
        yield [fault.row, fault.column, fault.value, fault.cure]
