"""What is to be said of a file of items, as a sheet."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.sheets import Cell, Column
from exams.models import ItemImport
from exams.queries.item_imports import described, remarks_of

CHUNK = 2000


def remark_columns() -> list[Column]:
    """Return the columns: where, what, and what to do."""
    return [
        Column(_("Line, row or place"), 10),
        Column(_("Weight"), 10),
        Column(_("Field"), 16),
        Column(_("Found"), 40),
        Column(_("What to do"), 80),
    ]


def remark_rows(row: ItemImport) -> Iterator[list[Cell]]:
    """Yield one row per remark, in the order of the file."""
    for said in described(remarks_of(row).iterator(CHUNK)):
        yield [said.line, str(said.gravity_label), str(said.field), said.value, said.cure]
