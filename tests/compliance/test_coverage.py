"""Coverage by unit and role on a day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from certificates.models import Revocation
from compliance.actions.requirements import end, require
from compliance.enums import CoverageOrder, GapState
from compliance.errors import RequirementExists
from compliance.models import Requirement
from compliance.queries.coverage import by_credential, by_role, coverage, ordered, total
from compliance.queries.gaps import Gap, Wanted, gaps
from compliance.queries.person import person_gaps
from compliance.queries.tally import coverage_on
from people.models import Employment, JobRole, Unit, User
from tests.factories.compliance import certify, employ, make_exemption

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


def found(day=DAY, **narrowed):
    return list(gaps(day, wanted=Wanted(Unit.objects.all(), **narrowed)))


def states(day=DAY):
    return {gap.employee_no: gap.state for gap in found(day)}


def test_gaps_say_where_each_person_stands(group, role, rule, credential, at):
    certify(employ(1, role), credential, at, valid_to=DAY + timedelta(days=200))
    certify(employ(2, role), credential, at, valid_to=DAY + timedelta(days=10))
    certify(employ(3, role), credential, at, valid_to=DAY - timedelta(days=1))
    employ(4, role)
    employ(5, role, starts_on=DAY)
    exempt = employ(6, role)
    make_exemption(exempt, credential, on=DAY, at=at)
    employ(7, JobRole.objects.create(code="R16", name="机关职能人员", name_en="Office staff"))
    employ(8, role, ends_on=DAY - timedelta(days=1))

    assert states() == {
        "000001": GapState.VALID,
        "000002": GapState.EXPIRING,
        "000003": GapState.OVERDUE,
        "000004": GapState.NEVER,
        "000005": GapState.DUE,
        "000006": GapState.EXEMPT,
    }


def test_coverage_rises_when_somebody_earns_the_credential_and_past_days_stay(group, role, rule, credential, at):
    first, _ = employ(1, role), employ(2, role)
    assert [cell.percent for cell in coverage(found())] == [Decimal("0.0")]

    certify(first, credential, at, valid_to=DAY + timedelta(days=364))

    [cell] = coverage(found())
    assert (cell.unit, cell.job_role, cell.required, cell.met, cell.percent) == (
        "管网一所",
        "班组作业人员",
        2,
        1,
        Decimal("50.0"),
    )
    assert states(DAY - timedelta(days=1))["000001"] is GapState.NEVER


def test_past_coverage_counts_people_where_they_worked_then(group, role, rule):
    person = employ(1, role, ends_on=date(2026, 10, 31))
    Employment.objects.create(
        person=person,
        unit=Unit.objects.get(code="B12"),
        job_role=role,
        person_type="own",
        starts_on=date(2026, 11, 1),
    )

    assert [gap.unit for gap in found(date(2026, 10, 31))] == ["管网一所"]
    assert [gap.unit for gap in found(date(2026, 11, 1))] == ["管网二所"]


def test_time_to_learn_does_not_begin_anew_with_a_move_in_the_same_role(group, role, rule):
    person = employ(1, role, ends_on=date(2026, 11, 19))
    unit = Unit.objects.get(code="B12")
    moved = Employment.objects.create(
        person=person, unit=unit, job_role=role, person_type="own", starts_on=date(2026, 11, 20)
    )
    wanted = Wanted(Unit.objects.filter(code="B12"))

    [gap] = gaps(DAY, wanted=wanted)
    [cell] = coverage_on(DAY, wanted=wanted)
    [own] = person_gaps(person, day=DAY)

    assert (gap.due_on, gap.state) == (own.due_on, own.state) == (date(2026, 1, 31), GapState.NEVER)
    assert cell.counts == {GapState.NEVER: 1}

    Employment.objects.filter(pk=moved.pk).update(starts_on=date(2026, 11, 21))  # a day without the role

    assert states() == {"000001": GapState.DUE}
    assert [one.state for one in person_gaps(person, day=DAY)] == [GapState.DUE]
    assert [one.counts for one in coverage_on(DAY, wanted=wanted)] == [{GapState.DUE: 1}]


@pytest.mark.parametrize("people", [1, 3])
def test_gaps_cost_the_same_number_of_queries(group, role, rule, people, django_assert_num_queries):
    for number in range(people):
        employ(number, role)

    with django_assert_num_queries(7):
        assert len(found()) == people


def test_requirement_is_open_once_and_ends_without_touching_the_past(group, role, rule, credential, user, at):
    employ(1, role)
    with pytest.raises(RequirementExists):
        require(role, credential=credential, starts_on=DAY, days_allowed=30, actor=user, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Requirement.objects.create(job_role=role, credential=credential, starts_on=DAY)

    end(rule, first_day_without=DAY, actor=user, at=at)

    assert states() == {}
    assert states(DAY - timedelta(days=1)) == {"000001": GapState.NEVER}


def gap(role, state, *, credential="c", number=1):
    return Gap(
        1, "p", str(number), "n", 1, "u", len(role), role, "own", 1, credential, date(2026, 1, 1), None, state
    )


def test_coverage_by_role_puts_the_lowest_first():
    cells = coverage(
        [
            gap("甲", GapState.VALID),
            gap("甲", GapState.NEVER),
            gap("乙", GapState.OVERDUE),
            gap("丙", GapState.EXEMPT),
        ]
    )

    assert [(row.name, row.met, row.required, row.percent) for row in by_role(cells)] == [
        ("乙", 0, 1, 0),
        ("甲", 1, 2, 50),
    ]


def test_charts_and_total_add_up_the_same_people():
    cells = coverage(
        [gap("甲", GapState.VALID), gap("乙", GapState.DUE), gap("甲", GapState.EXPIRING, credential="d")]
    )

    assert [(row.name, row.met, row.required) for row in by_credential(cells)] == [("c", 1, 2), ("d", 1, 1)]
    everything = total(cells)
    assert (everything.met, everything.required, everything.unmet, everything.percent) == (
        2,
        3,
        1,
        Decimal("66.7"),
    )


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (CoverageOrder.UNIT, ["甲", "乙", "丙"]),
        (CoverageOrder.LOWEST, ["乙", "甲", "丙"]),
        (CoverageOrder.MISSING, ["甲", "乙", "丙"]),
        (CoverageOrder.EXPIRING, ["甲", "乙", "丙"]),
    ],
)
def test_cells_come_in_the_order_asked_for(order, expected):
    rows = [gap("甲", state) for state in (GapState.NEVER, GapState.NEVER, GapState.EXPIRING)]
    cells = coverage([*rows, gap("乙", GapState.DUE), gap("丙", GapState.EXEMPT)])

    assert [cell.job_role for cell in ordered(cells, order)] == expected


def test_filters_narrow_by_role_credential_and_engagement(group, role, rule, credential):
    employ(1, role)
    employ(2, role, person_type="contractor")

    assert [row.employee_no for row in found(person_type="contractor")] == ["000002"]
    assert [row.employee_no for row in found(job_role_id=role.pk)] == ["000001", "000002"]
    assert found(job_role_id=role.pk + 1) == []
    assert found(credential_id=credential.pk + 1) == []


def test_certificate_revoked_later_that_day_does_not_hold_on_it(group, role, rule, credential, at):
    certificate = certify(employ(1, role), credential, at, valid_to=DAY + timedelta(days=200))
    proposer, approver = User.objects.create_user("S1"), User.objects.create_user("S2")
    Revocation.objects.create(
        certificate=certificate, reason="forged", proposed_by=proposer, approved_by=approver, revoked_at=at
    )

    assert states() == {"000001": GapState.OVERDUE}
    assert states(DAY - timedelta(days=1)) == {"000001": GapState.VALID}
