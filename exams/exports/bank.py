"""The list of items as a sheet: never with a key, because sheets travel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.sheets import Cell, Column
from exams.domain.markup import plain
from exams.queries.bank import BankRow


def bank_columns() -> list[Column]:
    """Return the columns of the list of items."""
    return [
        Column(pgettext("record", "Code"), 12),
        Column(_("Version"), 9),
        Column(_("Question"), 60),
        Column(_("Content area"), 28),
        Column(pgettext("item", "Type"), 14),
        Column(_("Level"), 12),
        Column(_("Critical"), 9),
        Column(_("Points"), 9),
        Column(_("Job roles"), 20),
        Column(_("Status"), 12),
        Column(_("Approved version"), 10),
        Column(_("Review by"), 12),
        Column(_("Cites a superseded standard"), 14),
        Column(_("Findings"), 32),
        Column(_("Times shown"), 10),
        Column(_("Shown last"), 18),
    ]


def bank_cells(rows: Iterable[BankRow]) -> Iterator[list[Cell]]:
    """Yield the rows of the list."""
    for row in rows:
        version = row.version
        yield [
            version.item.code,
            version.number,
            plain(version.stem),
            version.item.area.local_label,
            version.get_item_type_display(),
            version.get_level_display(),
            _("yes") if version.is_critical else _("no"),
            version.points,
            ", ".join(row.roles),
            version.get_status_display(),
            version.in_use,
            row.due_on,
            _("yes") if row.is_superseded else _("no"),
            "; ".join(finding.get_code_display() for finding in row.findings),
            row.exposure.count,
            row.exposure.last_at,
        ]
