"""Lines and faults of a roster in the words of the reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.domain.roster import HEADINGS, Fault
from people.models import JobRole, RosterFault, RosterLine, Unit
from people.models.person import PERSON_TYPE_LABELS

CURES = {
    Fault.MISSING: _("This cell, or its column, is empty. Fill it in."),
    Fault.TOO_LONG: _("The text is too long. Shorten it."),
    Fault.CONTROL_CHARACTER: _("The text holds an invisible control character. Type it anew."),
    Fault.UNKNOWN_UNIT: _("No unit has this code. Take one from the sheet of codes in the template."),
    Fault.CLOSED_UNIT: _("This unit is closed. Take one that is open, or open it again under Units."),
    Fault.UNKNOWN_ROLE: _("No job role has this code. Take one from the sheet of codes in the template."),
    Fault.RETIRED_ROLE: _("This job role is out of use. Take another, or have it in use again under Job roles."),
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


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that changes: heading, value on record, value stated."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class DescribedLine:
    """One line as shown. `row` is None for somebody whom the file leaves out; `texts` are the fields in words."""

    row: int | None
    change: str
    label: str
    employee_no: str
    name: str
    texts: dict[str, str]
    differences: tuple[Difference, ...]


# A unit and a role stand on the screen by their names, not by the codes of the file.
IN_WORDS = {"unit_code": _("Unit"), "role_code": _("Job role")}


def heading(field: str) -> str:
    """Return the heading of a field of the file, in the reader's language."""
    return HEADINGS[field][1 if (get_language() or "").startswith("en") else 0]


def described_faults(faults: Iterable[RosterFault]) -> Iterator[DescribedFault]:
    """Yield faults in words, in the order given."""
    for fault in faults:
        yield DescribedFault(fault.number, heading(fault.field), fault.value, str(CURES[Fault(fault.fault)]))


def described_lines(lines: Iterable[RosterLine]) -> Iterator[DescribedLine]:
    """Yield lines in words, in the order given; a unit or role by name and code. Cost: two queries besides."""
    in_english = (get_language() or "").startswith("en")
    units = {unit.code: (unit.name_en if in_english else "") or unit.name for unit in Unit.objects.all()}
    words = {
        "unit_code": units,
        "role_code": {role.code: role.local_name for role in JobRole.objects.all()},
        "person_type": {code: str(label) for code, label in PERSON_TYPE_LABELS},
    }

    def in_words(field: str, value: str) -> str:
        return words[field].get(value, value) if field in words else value

    for line in lines:
        yield DescribedLine(
            line.number,
            line.change,
            line.get_change_display(),
            line.employee_no,
            line.name,
            {field: in_words(field, value) for field, value in line.stated.items()},
            tuple(
                Difference(
                    str(IN_WORDS.get(field, heading(field))),
                    in_words(field, old),
                    in_words(field, line.stated[field]),
                )
                for field, old in line.before.items()
            ),
        )
