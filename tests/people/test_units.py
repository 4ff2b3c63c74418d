"""Units are added, renamed, moved and closed; the closure and everybody's sight follow."""

import contextlib
import random
from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.models import AuditEvent
from people.actions import units as actions
from people.domain.tree import TreeHasCycle, closure, moved
from people.enums import Right
from people.errors import UnitCodeTaken, UnitHasPeople, UnitHasUnits, UnitIsClosed, UnitWouldBeInsideItself
from people.models import Employment, Unit, UnitClosure
from people.permissions import visible_people
from people.queries.units import tree_rows

DAY = date(2026, 11, 24)


def forest(choices):
    parents = {0: None}
    for unit, choice in enumerate(choices, start=1):
        parents[unit] = choice % unit
    return parents


@given(st.lists(st.integers(0, 30), min_size=1, max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_moving_changes_the_chains_of_the_moved_set_only(choices, unit, below):
    parents = forest(choices)
    unit, below = unit % len(parents), below % len(parents)
    before = closure(parents)
    inside = {down for up, down, _depth in before if up == unit}
    try:
        after = closure(moved(parents, unit=unit, below=below))
    except TreeHasCycle:
        assert below in inside
        return

    assert below not in inside
    assert {row for row in before if row[1] not in inside} == {row for row in after if row[1] not in inside}
    assert {row for row in before if row[0] in inside} == {row for row in after if row[0] in inside}
    above = {up for up, down, _depth in before if down == below}
    assert {up for up, down, _depth in after if down == unit} == above | {unit}


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_stored_closure_equals_the_recomputed_one_after_any_moves(units, user, at, seed):
    rng = random.Random(seed)  # noqa: S311 -- a test
    for _ in range(4):
        everything = list(Unit.objects.order_by("pk"))
        unit, parent = rng.choice(everything), rng.choice(everything)
        if rng.random() < 0.3:
            actions.add(code=f"N{rng.random()}"[:20], parent=parent, **fields(), actor=user, at=at)
        elif unit.parent_id is not None:
            with contextlib.suppress(UnitWouldBeInsideItself):
                actions.move(unit, parent=parent, actor=user, at=at)

    stored = set(UnitClosure.objects.values_list("ancestor", "descendant", "depth"))
    assert stored == set(closure(dict(Unit.objects.values_list("pk", "parent_id"))))


def fields():
    return {
        "name": "新班组",
        "name_en": "New crew",
        "kind": "crew",
        "valid_from": DAY,
        "has_people_below_ground": False,
    }


@pytest.mark.django_db
def test_move_changes_who_is_seen_by_exactly_the_moved_set(units, employ, holder, user, at):
    for number, code in (("P1", "B1"), ("P2", "C1"), ("P3", "B2")):
        employ(number, code)
    one, two = holder(Right.MANAGER, "B1"), holder(Right.MANAGER, "B2")

    def seen(who):
        return set(visible_people(who, day=DAY).values_list("employee_no", flat=True))

    assert (seen(one), seen(two)) == ({"P1", "P2"}, {"P3"})
    actions.move(units["C1"], parent=units["B2"], actor=user, at=at)

    assert (seen(one), seen(two)) == ({"P1"}, {"P2", "P3"})
    assert AuditEvent.objects.get(action="people.unit_moved").data == {"from": "B1", "to": "B2"}


@pytest.mark.django_db
def test_unit_moves_neither_into_itself_nor_below_a_closed_one(units, user, at):
    for below in ("C1", "B1"):
        with pytest.raises(UnitWouldBeInsideItself):
            actions.move(units["B1"], parent=units[below], actor=user, at=at)
    actions.close(units["B2"], last_day=DAY, actor=user, at=at)
    with pytest.raises(UnitIsClosed):
        actions.move(units["C1"], parent=units["B2"], actor=user, at=at)
    assert Unit.objects.get(code="C1").parent == units["B1"]


@pytest.mark.django_db
def test_unit_closes_only_when_it_is_empty(units, employ, user, at):
    employ("P1", "C1")
    with pytest.raises(UnitHasUnits):
        actions.close(units["B1"], last_day=DAY, actor=user, at=at)
    with pytest.raises(UnitHasPeople) as refused:
        actions.close(units["C1"], last_day=DAY, actor=user, at=at)
    assert refused.value.data == {"people": 1}
    Employment.objects.update(ends_on=DAY)

    actions.close(units["C1"], last_day=DAY, actor=user, at=at)
    actions.close(units["B1"], last_day=DAY, actor=user, at=at)

    with pytest.raises(UnitIsClosed):
        actions.reopen(units["C1"], actor=user, at=at)


@pytest.mark.django_db
def test_code_is_given_once_in_any_case(units, user, at):
    with pytest.raises(UnitCodeTaken):
        actions.add(code="b1", parent=units["G"], **fields(), actor=user, at=at)


@pytest.mark.django_db
def test_tree_keeps_the_way_to_what_a_text_finds(units, employ, django_assert_num_queries):
    employ("P1", "C1")
    with django_assert_num_queries(1):
        rows = tree_rows(Unit.objects.all(), day=DAY)
    assert [(r.unit.code, r.depth, r.people) for r in rows] == [
        ("G", 0, 0),
        ("B1", 1, 0),
        ("C1", 2, 1),
        ("B2", 1, 0),
    ]

    assert [r.unit.code for r in tree_rows(Unit.objects.all(), day=DAY, text="c1")] == ["G", "B1", "C1"]


@pytest.fixture
def hr(holder, sign_in):
    user = holder(Right.HR, "G")
    sign_in(user)
    return user


@pytest.mark.django_db
def test_hr_adds_renames_moves_and_closes_on_the_site(client, hr, units):
    new = {**fields(), "code": "C2", "parent": "B1", "has_people_below_ground": "1"}
    client.post(reverse("people:unit_new"), new)
    door = reverse("people:unit", args=["C2"])
    assert client.get(door).context["path"] == "单位G › 单位B1"
    client.post(door, {"name": "检修班", "name_en": "Repair", "kind": "crew"})
    client.post(reverse("people:unit_move", args=["C2"]), {"parent": "B2"})
    client.post(reverse("people:unit_close", args=["C2"]), {"last_day": "2026-11-30"})

    unit = Unit.objects.get(code="C2")
    assert (unit.name, unit.parent, unit.valid_to) == ("检修班", units["B2"], date(2026, 11, 30))
    assert not unit.has_people_below_ground
    client.post(reverse("people:unit_close", args=["C2"]), {"reopen": "1"})
    assert Unit.objects.get(code="C2").valid_to is None


@pytest.mark.django_db
def test_refusal_names_the_cure_and_changes_nothing(client, hr, units, employ):
    employ("P1", "C1")
    page = client.post(reverse("people:unit_close", args=["C1"]), {"last_day": "2026-11-30"}, follow=True)

    assert "名册" in next(str(message) for message in page.context["messages"])
    assert Unit.objects.get(code="C1").valid_to is None


@pytest.mark.django_db
def test_units_elsewhere_do_not_exist_for_hr_of_one_branch(client, holder, sign_in, units):
    sign_in(holder(Right.HR, "B1"))

    assert client.get(reverse("people:unit", args=["B2"])).status_code == 404
    page = client.get(reverse("people:units")).context["page"]
    assert [row.unit.code for row in page] == ["B1", "C1"]
    client.post(reverse("people:unit_move", args=["C1"]), {"parent": "B2"})
    assert Unit.objects.get(code="C1").parent == units["B1"]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_three(client, hr, units, at, count, django_assert_num_queries):
    codes = list(units)[count:]
    Unit.objects.filter(code__in=codes).update(valid_to=DAY - timedelta(days=1))
    client.get(reverse("people:units"))

    with django_assert_num_queries(5):
        assert len(client.get(reverse("people:units")).context["page"]) == count
