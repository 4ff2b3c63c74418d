"""What a roster would do to the employments on record."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.domain import roster_plan
from people.domain.roster import RosterRow
from people.domain.roster_plan import Change, Held
from people.enums import PersonType

ROW = RosterRow("000123", "买买提·吐尔逊", "B11", "R05", PersonType.OWN, date(2020, 3, 1))


def on_record(*rows):
    found = {}
    for key, row in enumerate(rows, start=1):
        found.setdefault(row.employee_no, []).append(Held(key, row))
    return found


@pytest.mark.parametrize(
    ("row", "change", "before"),
    [
        (ROW, Change.UNCHANGED, {}),
        (replace(ROW, starts_on=date(2021, 1, 1)), Change.UNCHANGED, {}),
        (replace(ROW, unit_code="B12"), Change.CHANGED, {"unit_code": "B11"}),
        (replace(ROW, name="买买提"), Change.CHANGED, {"name": "买买提·吐尔逊"}),
        (replace(ROW, role_code="R07", phone="1"), Change.CHANGED, {"role_code": "R05", "phone": ""}),
        (replace(ROW, employee_no="000124"), Change.NEW, {}),
    ],
    ids=["same", "first day only", "moved", "renamed", "two fields", "other person"],
)
def test_plan_compares_with_the_open_employments(row, change, before):
    step = roster_plan.plan([row], current=on_record(ROW)).steps[0]

    assert (step.change, step.row, step.before) == (change, row, before)
    assert step.moves is (row.post != ROW.post and change is Change.CHANGED)


def test_plan_of_somebody_left_out_ends_every_employment():
    second = replace(ROW, role_code="R07")

    [step] = roster_plan.plan([], current=on_record(ROW, second)).steps

    assert (step.change, step.row, [held.key for held in step.held]) == (Change.ENDED, second, [1, 2])


@pytest.mark.parametrize(
    ("role", "unit", "key", "change"),
    [
        ("R05", "B11", 1, Change.UNCHANGED),  # it fits the older one
        ("R05", "B12", 1, Change.CHANGED),  # two in one role may not be open at once
        ("R09", "B11", 2, Change.CHANGED),  # else the newest moves
    ],
)
def test_plan_of_somebody_with_two_employments_speaks_of_the_one_it_fits(role, unit, key, change):
    held = on_record(ROW, replace(ROW, role_code="R07"))

    [step] = roster_plan.plan([replace(ROW, role_code=role, unit_code=unit)], current=held).steps

    assert (step.change, [one.key for one in step.held]) == (change, [key])


@pytest.mark.parametrize(("ended", "held"), [(0, False), (5, False), (6, True)])
def test_plan_is_held_when_more_than_one_in_twenty_would_end(ended, held):
    rows = [replace(ROW, employee_no=f"{n:06d}") for n in range(100)]
    planned = roster_plan.plan(rows[ended:], current=on_record(*rows))

    assert planned.count(Change.ENDED) == ended
    assert planned.is_held is held


@pytest.mark.parametrize(("ended", "moved", "held"), [(0, 5, False), (0, 6, True), (3, 2, False), (3, 3, True)])
def test_plan_is_held_when_leavers_and_moves_are_more_than_one_in_twenty(ended, moved, held):
    rows = [replace(ROW, employee_no=f"{n:06d}") for n in range(100)]
    file = [replace(row, unit_code="B12") for row in rows[ended : ended + moved]] + rows[ended + moved :]
    planned = roster_plan.plan(file, current=on_record(*rows))

    assert (planned.count(Change.ENDED), planned.moved, planned.out_of_post) == (ended, moved, ended + moved)
    assert planned.is_held is held


def test_corrected_details_hold_nothing():
    rows = [replace(ROW, employee_no=f"{n:06d}") for n in range(20)]
    planned = roster_plan.plan([replace(row, phone="13800000000") for row in rows], current=on_record(*rows))

    assert (planned.count(Change.CHANGED), planned.moved, planned.is_held) == (20, 0, False)


def test_fingerprint_differs_when_the_records_differ():
    moved = replace(ROW, unit_code="B12")
    prints = {
        roster_plan.plan([moved], current=current).fingerprint
        for current in ({}, on_record(ROW), on_record(replace(ROW, phone="1")), on_record(moved))
    }

    assert len(prints) == 4


@pytest.mark.parametrize(
    ("stated", "first_day"),
    [
        (date(2026, 11, 1), date(2026, 11, 1)),
        (date(2020, 3, 1), date(2026, 11, 24)),  # the file still states the old day: today counts
        (date(2019, 1, 1), date(2026, 11, 24)),
    ],
)
def test_first_day_of_a_move(stated, first_day):
    assert roster_plan.first_day_of_move(stated, began=date(2020, 3, 1), today=date(2026, 11, 24)) == first_day


def test_first_day_of_a_move_leaves_the_old_employment_a_day():
    today = date(2026, 11, 24)

    assert roster_plan.first_day_of_move(today, began=today, today=today) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("last_day", "first_day"),
    [(None, date(2026, 11, 1)), (date(2026, 10, 1), date(2026, 11, 1)), (date(2026, 11, 9), date(2026, 11, 10))],
)
def test_first_day_of_a_return_follows_the_last(last_day, first_day):
    assert roster_plan.first_day_of_return(date(2026, 11, 1), last_day=last_day) == first_day


people = st.builds(
    RosterRow,
    employee_no=st.sampled_from([f"{n:04d}" for n in range(20)]),
    name=st.sampled_from(["甲", "乙"]),
    unit_code=st.sampled_from(["B11", "B12"]),
    role_code=st.sampled_from(["R05", "R07"]),
    person_type=st.sampled_from(PersonType),
    starts_on=st.just(date(2020, 1, 1)),
)
files = st.lists(people, unique_by=lambda row: row.employee_no)


@given(files)
def test_plan_of_the_same_file_twice_changes_nothing(rows):
    planned = roster_plan.plan(rows, current=on_record(*rows))

    assert {step.change for step in planned.steps} <= {Change.UNCHANGED}
    assert not planned.is_held


@given(files, files)
def test_plan_speaks_of_every_person_exactly_once(rows, before):
    planned = roster_plan.plan(rows, current=on_record(*before))

    numbers = [step.row.employee_no for step in planned.steps]
    assert len(numbers) == len(set(numbers))
    assert set(numbers) == {row.employee_no for row in [*rows, *before]}
