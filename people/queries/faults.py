"""Faults of a roster in words, each with its cure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.domain.roster import HEADINGS, Fault

CURES = {
    Fault.MISSING: _("This cell, or its column, is empty. Fill it in."),
    Fault.TOO_LONG: _("The text is too long. Shorten it."),
    Fault.CONTROL_CHARACTER: _("The text holds an invisible control character. Type it anew."),
    Fault.UNKNOWN_UNIT: _("No unit has this code. Take one from the sheet of codes in the template."),
    Fault.UNKNOWN_ROLE: _("No job role has this code. Take one from the sheet of codes in the template."),
    Fault.UNKNOWN_TYPE: _("Write 本单位, 派遣, 实习 or 承包商."),
    Fault.BAD_DATE: _("Write the day as 2026-11-01."),
    Fault.BAD_EMAIL: _("Write an e-mail address such as name@example.cn, or leave it empty."),
    Fault.TWICE: _("This number stands in the file twice. Keep one of the rows."),
}


@dataclass(frozen=True, slots=True)
class DescribedFault:
    """One wrong cell as shown: row, column heading, value found, what to do."""

    row: int
    column: str
    value: str
    cure: str


def described(errors: list[dict[str, Any]]) -> list[DescribedFault]:
    """Return the stored faults in the reader's language, in the order of the file."""
    place = 1 if (get_language() or "").startswith("en") else 0
    rows = sorted(errors, key=lambda error: (error["row"], error["field"]))
    return [
        DescribedFault(e["row"], HEADINGS[e["field"]][place], e["value"], str(CURES[Fault(e["fault"])]))
        for e in rows
    ]
