"""Who may see whom, on which day."""

from datetime import date, timedelta

import pytest
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from people.actions.units import rebuild_closure
from people.domain.tree import TreeHasCycle, closure
from people.enums import Right
from people.models import Employment, JobRole, Person, RoleGrant, Unit
from people.permissions import get_person_for, has_right, visible_people, visible_units

DAY = date(2026, 11, 24)


@pytest.fixture
def tree():
    """A group with two branches; each person works in the unit of the same code."""
    role = JobRole.objects.create(code="R05", name="班组作业人员", name_en="Crew member")
    units = {}
    for code, parent in (("G", None), ("B1", "G"), ("C1", "B1"), ("B2", "G")):
        units[code] = Unit.objects.create(
            code=code, name=code, kind="branch", parent=units.get(parent), valid_from=date(2015, 1, 1)
        )
        person = Person.objects.create(employee_no=code, name=code)
        Employment.objects.create(
            person=person, unit=units[code], job_role=role, person_type="own", starts_on=date(2020, 1, 1)
        )
    rebuild_closure()
    return units


def grant(user, unit, right=Right.MANAGER, *, starts_on=date(2026, 1, 1), ends_on=None):
    return RoleGrant.objects.create(
        user=user, unit=unit, right=right, starts_on=starts_on, ends_on=ends_on, reason="appointed"
    )


def seen(user, day=DAY):
    return set(visible_people(user, day=day).values_list("employee_no", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "expected"),
    [("G", {"G", "B1", "C1", "B2"}), ("B1", {"B1", "C1"}), ("C1", {"C1"}), ("B2", {"B2"})],
)
def test_manager_sees_the_unit_and_below_only(user, tree, code, expected):
    grant(user, tree[code])

    assert seen(user) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("right", [Right.TRAINER, Right.PROCTOR, Right.ADMIN])
def test_other_rights_show_nobody(user, tree, right):
    grant(user, tree["G"], right)

    assert seen(user) == set()


@pytest.mark.django_db
def test_person_without_a_grant_sees_only_oneself(user, tree):
    Person.objects.filter(employee_no="C1").update(user=user)

    assert seen(user) == {"C1"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("starts_on", "ends_on", "holds"),
    [
        (DAY, None, True),
        (DAY, DAY, True),
        (DAY + timedelta(days=1), None, False),
        (date(2020, 1, 1), DAY - timedelta(days=1), False),
    ],
    ids=["first day", "last day", "not yet", "over"],
)
def test_grant_holds_from_its_first_to_its_last_day(user, tree, starts_on, ends_on, holds):
    grant(user, tree["B1"], starts_on=starts_on, ends_on=ends_on)

    assert has_right(user, Right.MANAGER, day=DAY) is holds
    assert bool(seen(user)) is holds


@pytest.mark.django_db
def test_manager_loses_sight_of_a_person_who_has_left(user, tree):
    grant(user, tree["B1"])
    Employment.objects.filter(unit=tree["C1"]).update(ends_on=DAY - timedelta(days=1))

    assert seen(user) == {"B1"}
    assert seen(user, day=DAY - timedelta(days=1)) == {"B1", "C1"}


@pytest.mark.django_db
def test_account_that_is_switched_off_sees_nothing(user, tree):
    grant(user, tree["G"])
    user.is_active = False

    assert seen(user) == set()


@pytest.mark.django_db
def test_get_person_answers_404_outside_the_scope_and_for_unknown_ids(user, tree):
    grant(user, tree["B1"])
    inside, outside = (Person.objects.get(employee_no=code) for code in ("C1", "B2"))

    assert get_person_for(user, inside.public_id, day=DAY) == inside
    for public_id in (outside.public_id, "unknown"):
        with pytest.raises(Http404):
            get_person_for(user, public_id, day=DAY)


@pytest.mark.django_db
def test_visible_people_costs_one_query(user, tree, django_assert_num_queries):
    grant(user, tree["G"])

    with django_assert_num_queries(1):
        assert len(visible_people(user, day=DAY)) == 4
    with django_assert_num_queries(1):
        assert len(visible_units(user, Right.MANAGER, day=DAY)) == 4


@given(st.lists(st.integers(0, 30), max_size=30))
def test_closure_holds_exactly_the_chains_of_parents(choices):
    parents: dict[int, int | None] = {0: None}
    for unit, choice in enumerate(choices, start=1):
        parents[unit] = choice % unit

    rows = {(above, below) for above, below, depth in closure(parents) if depth > 0}

    assert rows == {(p, u) for u, p in parents.items() if p is not None} | {
        (above, below) for below, p in parents.items() for above, mid in rows if mid == p
    }


def test_closure_refuses_a_cycle():
    with pytest.raises(TreeHasCycle):
        closure({1: 2, 2: 1})
