"""Two branches share an exam and a sitting; each sees its own people, and who runs the sitting sees all."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from exams.actions import attempts
from exams.models import Candidate, Incident, Sitting
from exams.permissions.sittings import visible_candidates, visible_sittings
from people.actions.units import rebuild_closure
from people.enums import Right
from people.models import Employment, JobRole, Location, Person, RoleGrant, Unit, User
from tests.factories.courses import make_course
from tests.factories.exams import make_exam, make_sitting

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


@pytest.fixture
def units():
    found = {}
    for code, parent in (("G", None), ("B1", "G"), ("C1", "B1"), ("B2", "G"), ("T", "G")):
        found[code] = Unit.objects.create(
            code=code, name=f"单位{code}", kind="branch", parent=found.get(parent), valid_from=date(2015, 1, 1)
        )
    rebuild_closure()
    return found


@pytest.fixture
def shared(units, at, monkeypatch):
    """One sitting online of an exam that no unit keeps, sat by one person of each branch."""
    monkeypatch.setattr("core.clock.now", lambda: at)
    role = JobRole.objects.create(code="R05", name="作业人员", name_en="R05")
    sitting = make_sitting(make_exam(at=at), at=at, mode="online")
    for number, unit in (("A1", "C1"), ("B1", "B2")):
        person = Person.objects.create(employee_no=number, name=f"员工{number}")
        Employment.objects.create(
            person=person, unit=units[unit], job_role=role, person_type="own", starts_on=date(2020, 1, 1)
        )
        Candidate.objects.create(sitting=sitting, person=person)
    return sitting


@pytest.fixture
def holder(units):
    def make(right, unit):
        user = User.objects.create_user(f"{right}-{unit}".upper())
        RoleGrant.objects.create(
            user=user, right=right, unit=units[unit], starts_on=date(2020, 1, 1), reason="appointed"
        )
        return user

    return make


def seen_by(user):
    rows = visible_candidates(user, day=DAY)
    return sorted(rows.values_list("person__employee_no", flat=True))


@pytest.mark.parametrize(
    ("right", "unit", "numbers"),
    [
        ("hr", "B1", ["A1"]),
        ("trainer", "B2", ["B1"]),
        ("safety", "G", ["A1", "B1"]),
        ("hr", "T", []),
        ("manager", "B1", []),
        ("proctor", "G", []),
    ],
)
def test_a_roster_holds_the_people_of_ones_units(shared, holder, right, unit, numbers):
    user = holder(right, unit)

    assert seen_by(user) == numbers
    assert visible_sittings(user, day=DAY).exists() == bool(numbers)


def test_who_runs_it_who_keeps_its_exam_and_whose_room_it_is_see_everybody(shared, holder, units):
    proctor, keeper, host = holder("proctor", "B1"), holder("trainer", "B1"), holder("hr", "T")
    shared.proctors.add(proctor)
    assert seen_by(proctor) == ["A1", "B1"]

    shared.exam.course = make_course(unit=units["B1"])
    shared.exam.save()
    assert seen_by(keeper) == ["A1", "B1"]

    place = Location.objects.create(name="大考场", unit=units["T"], capacity=10, is_open_to_all=True)
    Sitting.objects.update(mode="on_site", location=place)
    assert seen_by(host) == ["A1", "B1"]
    # Human resources of the branch that keeps the course see no more than their own people.
    assert seen_by(holder("hr", "B1")) == ["A1"]


def test_page_sheet_counts_and_search_tell_of_nobody_else(client, shared, holder, at):
    stranger = Person.objects.get(employee_no="B1")
    run = attempts.start(shared.exam, person=stranger, actor=User.objects.create_user("B1"), at=at, sitting=shared)
    Incident.objects.create(sitting=shared, attempt=run, kind="left_page", at=at, note="窗口")
    client.force_login(holder("hr", "B1"), backend="allauth.account.auth_backends.AuthenticationBackend")

    page = client.get(reverse("exams:sitting", args=[shared.public_id]))
    sheet = client.get(reverse("exams:roster_file", args=[shared.public_id]))
    row = client.get(reverse("exams:sittings")).context["page"][0]
    searched = client.get(reverse("exams:sittings"), {"q": stranger.name})

    assert [row.candidate.person.employee_no for row in page.context["rows"]] == ["A1"]
    assert sum(page.context["counts"].values()) == 1
    assert stranger.name not in page.text
    book = openpyxl.load_workbook(io.BytesIO(b"".join(sheet.streaming_content)))
    assert [cells[0].value for cells in book.active.iter_rows(min_row=2)] == ["A1"]
    assert (row.candidate_count, [*searched.context["page"]]) == (1, [])


def test_only_ones_own_sitting_is_moved(client, shared, holder):
    client.force_login(holder("hr", "B1"), backend="allauth.account.auth_backends.AuthenticationBackend")

    for name in ("exams:sitting_change", "exams:sitting_conditions"):
        assert client.get(reverse(name, args=[shared.public_id])).status_code == 403


def test_who_sets_a_sitting_up_sees_it_before_anybody_is_on_its_roster(client, shared, holder, at):
    user, other = holder("hr", "B1"), holder("hr", "B2")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    times = {"opens_at": at + timedelta(hours=1), "closes_at": at + timedelta(hours=3)}
    form = {name: f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}" for name, moment in times.items()}
    client.post(reverse("exams:sitting_new"), {"exam": shared.exam.pk, "mode": "online", **form})

    made = Sitting.objects.get(scheduled_by=user)
    assert client.get(reverse("exams:sitting_candidates", args=[made.public_id])).status_code == 200
    assert not visible_sittings(other, day=DAY).filter(pk=made.pk).exists()

    RoleGrant.objects.filter(user=user, right=Right.HR).update(ends_on=date(2026, 11, 23))
    assert client.get(reverse("exams:sitting_candidates", args=[made.public_id])).status_code == 404
