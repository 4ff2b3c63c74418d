"""For whom a course is: one scope, asked through every door."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from certificates.models import Credential
from compliance.models import Requirement
from courses.actions import enrolments
from courses.enums import EnrolmentSource
from courses.permissions import visible_courses
from exams.models import Candidate
from exams.permissions.candidates import visible_exams
from people.actions.units import rebuild_closure
from people.enums import Right
from people.models import Employment, JobRole, Person, RoleGrant, Unit, User
from tests.factories.courses import make_course
from tests.factories.exams import make_exam, make_sitting

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm():
    """A group with two branches; a crew member in the first."""
    units = {}
    for code, parent in (("G", None), ("B1", "G"), ("B2", "G")):
        units[code] = Unit.objects.create(
            code=code, name=code, kind="branch", parent=units.get(parent), valid_from=date(2015, 1, 1)
        )
    rebuild_closure()
    for code in ("R05", "R06"):
        JobRole.objects.create(code=code, name=code, name_en=code)
    employ(make_account("CREW"), "R05", units["B1"])
    return units


@pytest.fixture
def course(firm):
    found = make_course(unit=firm["B1"])
    found.audience.add(JobRole.objects.get(code="R05"))
    found.save()
    return found


@pytest.fixture
def exam(course, at):
    return make_exam(at=at, course=course, requires_course=True)


@pytest.fixture(autouse=True)
def the_day(monkeypatch, at):
    monkeypatch.setattr("core.clock.now", lambda: at)


def make_account(number):
    return User.objects.create_user(number, "correct-horse-7")


def employ(user, role, unit, **days):
    person, _ = Person.objects.get_or_create(
        employee_no=user.employee_no, defaults={"name": "王小暖", "user": user}
    )
    Employment.objects.create(
        person=person,
        unit=unit,
        job_role=JobRole.objects.get(code=role),
        person_type="own",
        **{"starts_on": date(2020, 1, 1), **days},
    )
    return person


def give(user, right, unit):
    RoleGrant.objects.create(user=user, right=right, unit=unit, starts_on=date(2020, 1, 1), reason="appointed")


def enrol(person, course, at):
    return enrolments.enrol(person, course=course, source=EnrolmentSource.ASSIGNED, actor=None, at=at)


def sees(user, course, at):
    return course in visible_courses(user, day=at.date())


def test_course_is_for_whoever_holds_the_job_role_today(firm, course, at):
    day = at.date()
    held = [
        ("R05", {}, True),
        ("R05", {"starts_on": day, "ends_on": day}, True),
        ("R05", {"ends_on": day - timedelta(days=1)}, False),
        ("R05", {"starts_on": day + timedelta(days=1)}, False),
        ("R06", {}, False),
    ]
    found = []
    for number, (role, days, _expected) in enumerate(held):
        user = make_account(f"P{number}")
        employ(user, role, firm["B2"], **days)
        found.append(sees(user, course, at))

    assert found == [expected for _role, _days, expected in held]


def test_course_without_job_roles_is_for_everybody(firm, at):
    assert sees(make_account("NOBODY"), make_course(), at)


def test_whoever_was_ever_enrolled_goes_on_seeing_the_course(firm, course, at):
    user = make_account("P1")
    enrolment = enrol(employ(user, "R06", firm["B2"]), course, at)

    assert sees(user, course, at)
    enrolment.completed_at = at
    enrolment.save()
    assert sees(user, course, at)


def test_whoever_must_hold_its_credential_sees_the_course_before_the_job_has_enrolled(firm, course, exam, at):
    credential = Credential.objects.create(code="M1", name="有限空间作业", course=course, exam=exam)
    required = Requirement.objects.create(
        job_role=JobRole.objects.get(code="R06"), credential=credential, starts_on=at.date()
    )
    user = make_account("P1")
    employ(user, "R06", firm["B2"])

    assert sees(user, course, at)
    assert exam in visible_exams(user, day=at.date())
    required.starts_on = at.date() + timedelta(days=1)
    required.save()
    assert not sees(user, course, at)


@pytest.mark.parametrize(
    ("right", "unit", "expected"),
    [
        (Right.MANAGER, "B1", True),  # a crew member works there
        (Right.MANAGER, "G", True),
        (Right.MANAGER, "B2", False),
        (Right.TRAINER, "B1", True),  # keeps the course
        (Right.TRAINER, "G", True),
        (Right.TRAINER, "B2", False),
        (Right.HR, "B2", True),
        (Right.SAFETY, "B2", True),
        (Right.AUDITOR, "B2", True),
        (Right.ADMIN, "B2", True),
        (Right.PROCTOR, "G", False),
        (Right.APPROVER, "G", False),
    ],
)
def test_staff_see_the_courses_of_their_duty(firm, course, at, right, unit, expected):
    user = make_account("STAFF")
    give(user, right, firm[unit])

    assert sees(user, course, at) is expected
    RoleGrant.objects.update(ends_on=at.date() - timedelta(days=1))
    assert not sees(user, course, at)


def test_nobody_sees_a_draft_or_anything_from_an_account_that_is_switched_off(firm, course, at):
    hr = make_account("HR")
    give(hr, Right.HR, firm["G"])
    course.live = False
    course.save()
    assert not sees(hr, course, at)

    course.live = True
    course.save()
    hr.is_active = False
    assert not sees(hr, course, at)


def doors(client, course, exam):
    """Return what each door answers: pages by their status, lists by whether they name course or exam."""
    lesson = course.get_descendants().last()
    return {
        "course": client.get(course.url).status_code,
        "module": client.get(course.get_children().get().url).status_code,
        "lesson": client.get(lesson.url).status_code,
        "catalogue": course.title in client.get(course.get_parent().url).content.decode(),
        "mine": course.title in client.get(reverse("courses:mine")).content.decode(),
        "exams": exam.title in client.get(reverse("exams:mine")).content.decode(),
        "exam": client.get(reverse("exams:introduction", args=[exam.public_id])).status_code,
        "start": client.post(reverse("exams:start", args=[exam.public_id])).status_code,
        "enrol": client.post(reverse("courses:enrol", args=[course.code])).status_code,
    }


def test_every_door_asks_the_same(client, firm, course, exam):
    client.force_login(User.objects.get(employee_no="CREW"))
    inside = doors(client, course, exam)
    stranger = make_account("P1")
    employ(stranger, "R06", firm["B1"])
    client.force_login(stranger)
    outside = doors(client, course, exam)

    assert inside == {
        "course": 200, "module": 200, "lesson": 200, "catalogue": True, "mine": True,
        "exams": True, "exam": 200, "start": 302, "enrol": 302,
    }  # fmt: skip
    assert outside == {name: 404 if type(answer) is int else False for name, answer in inside.items()}


def test_stranger_is_led_to_sign_in_and_sees_only_what_is_for_everybody(client, firm, course):
    plain = make_course(code="M9")

    answer = client.get(course.url)
    catalogue = client.get(course.get_parent().url).content.decode()

    assert (answer.status_code, answer.url) == (302, f"{reverse('account_login')}?next={course.url}")
    assert (course.title in catalogue, plain.title in catalogue) == (False, True)
    assert client.get(plain.url).status_code == 200


def test_candidate_on_a_roster_finds_the_exam_whatever_the_job_role(client, firm, exam, at):
    user = make_account("P1")
    person = employ(user, "R06", firm["B2"])
    client.force_login(user)
    address = reverse("exams:introduction", args=[exam.public_id])
    assert client.get(address).status_code == 404

    Candidate.objects.create(sitting=make_sitting(exam, at=at), person=person)

    assert client.get(address).status_code == 200


def test_course_by_assignment_offers_no_button_that_is_refused(client, firm, course):
    course.is_open_to_all = False
    course.save()
    client.force_login(User.objects.get(employee_no="CREW"))

    page = client.get(course.url).content.decode()

    assert "本课程须经指派方可学习" in page
    assert reverse("courses:enrol", args=[course.code]) not in page
    assert course.title not in client.get(reverse("courses:mine")).content.decode()
