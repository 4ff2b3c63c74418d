"""Rules of a roster import."""

from datetime import date

import pytest

from people.domain import roster
from people.domain.roster import Fault, RosterRow, RowError
from people.enums import PersonType

UNITS = {"B11": True, "B12": True, "B13": False}
ROLES = {"R05": True, "R07": True, "R08": False}
GOOD = {
    "employee_no": "000123",
    "name": "买买提·吐尔逊",
    "unit_code": "B11",
    "role_code": "R05",
    "person_type": "本单位",
    "starts_on": "2020-03-01",
}
ROW = RosterRow("000123", "买买提·吐尔逊", "B11", "R05", PersonType.OWN, date(2020, 3, 1))


def test_read_row_of_a_right_row_keeps_leading_zeros():
    assert roster.read_row(2, GOOD, units=UNITS, roles=ROLES) == (ROW, [])


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("employee_no", "", Fault.MISSING),
        ("employee_no", "9" * 41, Fault.TOO_LONG),
        ("name", "李\x07四", Fault.CONTROL_CHARACTER),
        ("unit_code", "B99", Fault.UNKNOWN_UNIT),
        ("unit_code", "B13", Fault.CLOSED_UNIT),
        ("role_code", "R99", Fault.UNKNOWN_ROLE),
        ("role_code", "R08", Fault.RETIRED_ROLE),
        ("person_type", "临时", Fault.UNKNOWN_TYPE),
        ("starts_on", "2020-02-30", Fault.BAD_DATE),
        ("starts_on", "", Fault.MISSING),
        ("email", "a@b", Fault.BAD_EMAIL),
    ],
)
def test_read_row_names_the_fault_of_a_cell(field, value, fault):
    row, errors = roster.read_row(7, {**GOOD, field: value}, units=UNITS, roles=ROLES)

    assert row is None
    assert errors == [RowError(7, field, fault, value)]


def test_read_row_reports_every_fault_at_once():
    _, errors = roster.read_row(3, {}, units=UNITS, roles=ROLES)

    assert {error.field for error in errors} == set(roster.REQUIRED)


@pytest.mark.parametrize("text", ["2026-11-01", "2026/11/1", "2026.11.1", "2026年11月1日", "20261101"])
def test_read_date_takes_the_usual_forms(text):
    assert roster.read_date(text) == date(2026, 11, 1)


@pytest.mark.parametrize("text", ["", "1.11.2026", "2026-13-01", "45000", "2026-11"])
def test_read_date_refuses_others(text):
    assert roster.read_date(text) is None


def test_read_rows_refuses_a_number_that_comes_twice():
    rows, errors = roster.read_rows([(2, GOOD), (3, GOOD)], units=UNITS, roles=ROLES)

    assert rows == [ROW]
    assert errors == [RowError(3, "employee_no", Fault.TWICE, "000123")]


def test_columns_are_found_by_either_language_in_any_order():
    columns = roster.columns_of(["姓名", "EMPLOYEE NUMBER", "备注"])

    assert columns == {"name": 0, "employee_no": 1}
    assert roster.missing_headings(columns) == ["unit_code", "role_code", "person_type", "starts_on"]
