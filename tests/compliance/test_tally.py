"""The database counts as the rule says for each person."""

import random
from datetime import date, timedelta

import pytest

from certificates.models import Credential, Revocation
from compliance.models import Requirement
from compliance.queries.coverage import coverage
from compliance.queries.gaps import Wanted, gaps
from compliance.queries.tally import coverage_on
from people.models import Employment, JobRole, Unit, User
from tests.factories.compliance import certify, employ, make_exemption

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


def told(cells):
    found = {(c.unit, c.job_role, c.credential): {s: n for s, n in c.counts.items() if n} for c in cells}
    assert len(found) == len(cells)
    return found


@pytest.fixture
def world(group, role, credential, at, rule):
    """Two roles, three credentials, sixty people of every kind, drawn from a fixed seed."""
    rng = random.Random(7)  # noqa: S311 -- a drawn world, no secret
    other = JobRole.objects.create(code="R06", name="司炉工", name_en="Boiler operator")
    like = {"course": credential.course, "exam": credential.exam}
    others = [Credential.objects.create(code=code, name=code, **like) for code in ("M2", "M3")]
    credentials = [credential, *others]
    for wanted, needed, since, days in (
        (role, credentials[1], DAY - timedelta(days=10), 20),
        (other, credentials[1], date(2025, 1, 1), 60),
        (other, credentials[2], date(2025, 1, 1), 0),
        (other, credential, DAY + timedelta(days=1), 30),
    ):
        Requirement.objects.create(job_role=wanted, credential=needed, starts_on=since, days_allowed=days)
    Requirement.objects.create(
        job_role=other, credential=credentials[1], starts_on=date(2025, 6, 1), ends_on=DAY, days_allowed=5
    )
    first, second = (User.objects.create_user(number) for number in ("REVOKER1", "REVOKER2"))
    for number in range(60):
        since = DAY - timedelta(days=rng.choice([0, 5, 25, 45, 400]))
        person = employ(number, rng.choice([role, other]), rng.choice(["B11", "B12"]), starts_on=since)
        if rng.random() < 0.2:
            Employment.objects.create(
                person=person, unit=Unit.objects.get(code="B11"), job_role=role, person_type="intern",
                starts_on=since, ends_on=DAY,
            )  # fmt: skip
        if rng.random() < 0.3:  # was in the role before, with a break or without
            Employment.objects.create(
                person=person, unit=Unit.objects.get(code="B12"), job_role=role, person_type="own",
                starts_on=since - timedelta(days=90), ends_on=since - timedelta(days=rng.choice([1, 2])),
            )  # fmt: skip
        wanted = rng.choice(credentials)
        if rng.random() < 0.6:
            end = DAY + timedelta(days=rng.choice([-30, -1, 0, 59, 60, 200, 364, 365]))
            certificate = certify(person, wanted, at, valid_to=end)
            if rng.random() < 0.3:
                Revocation.objects.create(
                    certificate=certificate, reason="wrong", proposed_by=first, approved_by=second,
                    revoked_at=at - timedelta(days=rng.choice([0, 1, 30])),
                )  # fmt: skip
        if rng.random() < 0.2:
            make_exemption(person, rng.choice(credentials), on=DAY, at=at)
    return role


@pytest.mark.parametrize("days_ago", [0, 1, 20, 400])
def test_the_database_counts_what_the_rule_says_of_each_person(world, days_ago):
    day, wanted = DAY - timedelta(days=days_ago), Wanted(Unit.objects.all())

    assert told(coverage_on(day, wanted=wanted)) == told(coverage(gaps(day, wanted=wanted)))


def test_the_world_that_is_counted_knows_every_state(world):
    states = {state for cell in coverage_on(DAY, wanted=Wanted(Unit.objects.all())) for state in cell.counts}

    assert len(states) == 6


def test_the_database_counts_within_unit_role_credential_and_engagement(world, credential):
    for wanted in (
        Wanted(Unit.objects.filter(code="B12")),
        Wanted(Unit.objects.all(), job_role_id=world.pk),
        Wanted(Unit.objects.all(), credential_id=credential.pk),
        Wanted(Unit.objects.all(), person_type="intern"),
        Wanted(Unit.objects.none()),
    ):
        assert told(coverage_on(DAY, wanted=wanted)) == told(coverage(gaps(DAY, wanted=wanted)))


@pytest.mark.parametrize("people", [1, 3])
def test_counting_costs_the_same_number_of_queries(group, role, rule, people, django_assert_num_queries):
    for number in range(people):
        employ(number, role, starts_on=DAY)

    with django_assert_num_queries(9):
        [cell] = coverage_on(DAY, wanted=Wanted(Unit.objects.all()))

    assert cell.required == people
