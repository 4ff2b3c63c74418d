"""Rules of a roster file: what a row means and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from enum import StrEnum

from people.enums import PersonType

# Heading in the template, in both languages, for each field of a row.
HEADINGS: dict[str, tuple[str, str]] = {
    "employee_no": ("工号", "Employee number"),
    "name": ("姓名", "Name"),
    "unit_code": ("单位编码", "Unit code"),
    "role_code": ("岗位编码", "Job role code"),
    "person_type": ("用工类型", "Engaged as"),
    "starts_on": ("到岗日期", "First day"),
    "employer": ("用人单位", "Employer"),
    "email": ("邮箱", "E-mail"),
    "phone": ("手机", "Phone"),
}
REQUIRED = ("employee_no", "name", "unit_code", "role_code", "person_type", "starts_on")
PERSON_TYPES: dict[str, PersonType] = {
    "本单位": PersonType.OWN,
    "派遣": PersonType.DISPATCHED,
    "实习": PersonType.INTERN,
    "承包商": PersonType.CONTRACTOR,
    **{kind.value: kind for kind in PersonType},
}
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
CONTROL_CHARACTER = re.compile(r"[\x00-\x1f]")
LONGEST = {"employee_no": 40, "name": 80, "employer": 100, "email": 254, "phone": 20}


class Fault(StrEnum):
    """What can be wrong with one cell."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    CONTROL_CHARACTER = "control_character"
    UNKNOWN_UNIT = "unknown_unit"
    CLOSED_UNIT = "closed_unit"
    UNKNOWN_ROLE = "unknown_role"
    RETIRED_ROLE = "retired_role"
    UNKNOWN_TYPE = "unknown_type"
    BAD_DATE = "bad_date"
    BAD_EMAIL = "bad_email"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class RowError:
    """One wrong cell: the row number as the file shows it, the field, the fault and the value found."""

    row: int
    field: str
    fault: Fault
    value: str


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person's place as the file states it; `number` is the row as the file shows it, 0 when from the records."""

    employee_no: str
    name: str
    unit_code: str
    role_code: str
    person_type: PersonType
    starts_on: date
    employer: str = ""
    email: str = ""
    phone: str = ""
    number: int = dataclass_field(default=0, compare=False)

    def texts(self) -> dict[str, str]:
        """Return every field of the file as text, by its code."""
        return {
            "employee_no": self.employee_no,
            "name": self.name,
            "unit_code": self.unit_code,
            "role_code": self.role_code,
            "person_type": self.person_type.value,
            "starts_on": self.starts_on.isoformat(),
            "employer": self.employer,
            "email": self.email,
            "phone": self.phone,
        }

    @property
    def post(self) -> tuple[str, str, PersonType, str]:
        """Return what makes a new employment when it changes: unit, role, how engaged, employer."""
        return self.unit_code, self.role_code, self.person_type, self.employer

    @property
    def details(self) -> tuple[str, str, str]:
        """Return what is corrected in place: name, e-mail, phone."""
        return self.name, self.email, self.phone


def columns_of(headings: Sequence[str]) -> dict[str, int]:
    """Return the column of each field, by its Chinese or English heading, whatever the order or case."""
    wanted = {label.casefold(): field for field, labels in HEADINGS.items() for label in labels}
    return {wanted[text.casefold()]: place for place, text in enumerate(headings) if text.casefold() in wanted}


def missing_headings(columns: Mapping[str, int]) -> list[str]:
    """Return the required fields for which the file has no column."""
    return [field for field in REQUIRED if field not in columns]


def read_date(text: str) -> date | None:
    """Return the day written as 2026-11-01, 2026/11/1, 2026.11.1, 2026年11月1日 or 20261101, or None."""
    match = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text) or re.fullmatch(
        r"(\d{4})(\d{2})(\d{2})", text
    )
    if match is None:
        return None
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


def read_row(
    number: int, values: Mapping[str, str], *, units: Mapping[str, bool], roles: Mapping[str, bool]
) -> tuple[RosterRow | None, list[RowError]]:
    """Return the row, or every fault in it. `values` holds text by field; absent fields count as empty.

    `units` and `roles` tell for every code on record whether it is in use.
    """
    cell = {field: values.get(field, "").strip() for field in HEADINGS}
    kind = PERSON_TYPES.get(cell["person_type"].casefold())
    starts_on = read_date(cell["starts_on"])
    faults = _faults_of_texts(cell)
    for field, is_right, fault in (
        ("unit_code", cell["unit_code"] in units, Fault.UNKNOWN_UNIT),
        ("unit_code", units.get(cell["unit_code"]), Fault.CLOSED_UNIT),
        ("role_code", cell["role_code"] in roles, Fault.UNKNOWN_ROLE),
        ("role_code", roles.get(cell["role_code"]), Fault.RETIRED_ROLE),
        ("person_type", kind is not None, Fault.UNKNOWN_TYPE),
        ("starts_on", starts_on is not None, Fault.BAD_DATE),
        ("email", not cell["email"] or EMAIL.fullmatch(cell["email"]), Fault.BAD_EMAIL),
    ):
        if not is_right:
            faults.setdefault(field, fault)
    if faults or kind is None or starts_on is None:
        return None, [RowError(number, field, fault, cell[field]) for field, fault in faults.items()]
    texts = {field: cell[field] for field in ("name", "unit_code", "role_code", "employer", "email", "phone")}
    number_of_person = cell["employee_no"].upper()
    return RosterRow(
        employee_no=number_of_person, person_type=kind, starts_on=starts_on, number=number, **texts
    ), []


def _faults_of_texts(cell: Mapping[str, str]) -> dict[str, Fault]:
    """Return what is wrong with the texts of a row as such, by field."""
    faults = {field: Fault.MISSING for field in REQUIRED if not cell[field]}
    for field, most in LONGEST.items():
        if len(cell[field]) > most:
            faults[field] = Fault.TOO_LONG
    if CONTROL_CHARACTER.search("".join(cell.values())):  # hardly ever; cell by cell only then
        faults |= {
            field: Fault.CONTROL_CHARACTER for field, text in cell.items() if CONTROL_CHARACTER.search(text)
        }
    return faults


def read_rows(
    rows: Iterable[tuple[int, Mapping[str, str]]], *, units: Mapping[str, bool], roles: Mapping[str, bool]
) -> tuple[list[RosterRow], list[RowError]]:
    """Return all right rows and all faults of a file; an employee number that comes twice is a fault.

    `units` and `roles` are as for `read_row`.
    """
    good: list[RosterRow] = []
    errors: list[RowError] = []
    seen: set[str] = set()
    for number, values in rows:
        row, faults = read_row(number, values, units=units, roles=roles)
        errors += faults
        if row is None:
            continue
        if row.employee_no in seen:
            errors.append(RowError(number, "employee_no", Fault.TWICE, row.employee_no))
            continue
        seen.add(row.employee_no)
        good.append(row)
    return good, errors
