"""Giving a course to people: who may give which to whom, what is shown before, and taking it back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.models import AuditEvent
from courses.actions import assignments, enrolments, progress
from courses.enums import EnrolmentSource
from courses.errors import AssignmentBegun, AssignmentUndone, CourseNotOpen, DueDayPast, NobodyToAssign
from courses.models import Assignment, Enrolment
from courses.permissions import (
    assignable_courses,
    assignable_people,
    may_undo,
    people_to_follow,
    visible_assignments,
)
from courses.queries.assignments import Chosen, for_list, preview
from courses.queries.lessons import live_lessons
from people.actions.units import rebuild_closure
from people.enums import Right
from people.models import Employment, JobRole, Person, RoleGrant, Unit, User
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm():
    """A group with two branches, a crew member and an operator in each."""
    units = {}
    for code, parent in (("G", None), ("B1", "G"), ("B2", "G")):
        units[code] = Unit.objects.create(
            code=code, name=code, kind="branch", parent=units.get(parent), valid_from=date(2015, 1, 1)
        )
    rebuild_closure()
    for code in ("R05", "R06"):
        JobRole.objects.create(code=code, name=code, name_en=code)
    for number, (role, unit) in enumerate([("R05", "B1"), ("R06", "B1"), ("R05", "B2"), ("R06", "B2")], start=1):
        employ(f"P{number}", role, units[unit])
    return units


@pytest.fixture(autouse=True)
def the_day(monkeypatch, at):
    monkeypatch.setattr("core.clock.now", lambda: at)


@pytest.fixture
def course(firm):
    return make_course(unit=firm["B1"], is_open_to_all=False, lessons=2)


def employ(number, role, unit, **days):
    person, _ = Person.objects.get_or_create(employee_no=number, defaults={"name": f"员工{number}"})
    Employment.objects.create(
        person=person,
        unit=unit,
        job_role=JobRole.objects.get(code=role),
        person_type="own",
        **{"starts_on": date(2020, 1, 1), **days},
    )
    return person


def staff(right, unit, number="STAFF"):
    user = User.objects.filter(employee_no=number).first() or User.objects.create_user(number, "correct-horse-7")
    RoleGrant.objects.create(user=user, right=right, unit=unit, starts_on=date(2020, 1, 1), reason="appointed")
    return user


def people(*numbers):
    return list(Person.objects.filter(employee_no__in=numbers).order_by("employee_no"))


def numbers_of(rows):
    return [person.employee_no for person in rows]


def assign(course, actor, at, *numbers, **fields):
    data = {"due_on": date(2026, 12, 1), "note": "换证前完成", **fields}
    return assignments.assign(course, people=people(*numbers), **data, actor=actor, at=at)


@pytest.mark.parametrize(
    ("right", "unit", "reach"),
    [
        (Right.TRAINER, "G", ["P1", "P2", "P3", "P4"]),
        (Right.TRAINER, "B1", ["P1", "P2"]),
        (Right.TRAINER, "B2", []),  # does not keep the course
        (Right.MANAGER, "B2", ["P3", "P4"]),
        (Right.HR, "B1", ["P1", "P2"]),
        (Right.SAFETY, "G", ["P1", "P2", "P3", "P4"]),
        (Right.AUDITOR, "G", []),
        (Right.PROCTOR, "G", []),
        (Right.ADMIN, "G", []),
    ],
)
def test_each_right_reaches_its_own_people_and_courses(firm, course, at, right, unit, reach):
    user = staff(right, firm[unit])

    found = assignable_people(user, course, day=at.date()).order_by("employee_no")

    assert numbers_of(found) == reach
    assert (course in assignable_courses(user, day=at.date())) is bool(reach)


def test_right_of_a_trainer_adds_no_people_to_courses_of_others(firm, course, at):
    user = staff(Right.MANAGER, firm["B1"])
    staff(Right.TRAINER, firm["B2"])

    assert numbers_of(assignable_people(user, course, day=at.date()).order_by("employee_no")) == ["P1", "P2"]


@pytest.mark.parametrize(
    ("unit", "role", "numbers", "new", "unknown"),
    [
        ("B1", None, (), ["P1", "P2"], []),
        (None, "R05", (), ["P1", "P3"], []),
        ("B2", "R05", (), ["P3"], []),
        ("B1", None, ("P3", "P1"), ["P1", "P2", "P3"], []),
        (None, None, ("P4", "X9", "X9", "GONE", "P4"), ["P4"], ["X9", "GONE"]),
    ],
)
def test_preview_shows_who_is_meant(firm, course, at, unit, role, numbers, new, unknown):
    employ("GONE", "R05", firm["B1"], ends_on=at.date() - timedelta(days=1))
    everybody = assignable_people(staff(Right.HR, firm["G"]), course, day=at.date())
    chosen = Chosen(firm.get(unit), JobRole.objects.filter(code=role).first(), numbers)

    found = preview(everybody, course=course, chosen=chosen, day=at.date())

    assert (numbers_of(found.new), found.unknown, found.already) == (new, unknown, [])


def test_preview_tells_who_takes_the_course_already_and_for_whom_it_is_not(firm, course, at):
    course.audience.add(JobRole.objects.get(code="R05"))
    course.save()
    [first] = people("P1")
    enrolments.enrol(first, course=course, source=EnrolmentSource.ASSIGNED, actor=None, at=at)
    everybody = assignable_people(staff(Right.HR, firm["G"]), course, day=at.date())

    found = preview(everybody, course=course, chosen=Chosen(firm["G"]), day=at.date())

    assert (numbers_of(found.new), numbers_of(found.already), found.outside) == (["P2", "P3", "P4"], ["P1"], 2)


def test_assignment_enrols_and_writes_one_audit_row(firm, course, at):
    user = staff(Right.HR, firm["G"])
    enrolments.enrol(people("P1")[0], course=course, source=EnrolmentSource.ASSIGNED, actor=user, at=at)

    made = assign(course, user, at, "P1", "P2", "P3")

    rows = Enrolment.objects.filter(assignment=made).order_by("person__employee_no")
    assert [(row.person.employee_no, row.source, row.due_on, row.enrolled_by) for row in rows] == [
        (number, "assigned", date(2026, 12, 1), user) for number in ("P2", "P3")
    ]
    assert numbers_of(made.people.order_by("employee_no")) == ["P2", "P3"]
    event = AuditEvent.objects.get(action="courses.assigned")
    assert (event.data["course"], event.data["note"], len(event.data["people"])) == ("M1", "换证前完成", 2)
    assert not AuditEvent.objects.filter(action="courses.enrolled_many").exists()


def test_nothing_is_written_for_nobody_for_a_past_day_or_a_draft(firm, course, at):
    user = staff(Right.HR, firm["G"])
    with pytest.raises(NobodyToAssign):
        assign(course, user, at)
    with pytest.raises(DueDayPast):
        assign(course, user, at, "P1", due_on=at.date() - timedelta(days=1))
    course.live = False
    with pytest.raises(CourseNotOpen):
        assign(course, user, at, "P1")

    assert not Assignment.objects.exists()
    assert not Enrolment.objects.exists()


def test_cost_of_an_assignment_does_not_grow_with_the_people(firm, course, at, django_assert_num_queries):
    user = staff(Right.HR, firm["G"])
    assign(course, user, at, "P4")  # the first audit row of a database writes the head of the chain besides
    for numbers in (["P1"], ["P2", "P3"]):
        with django_assert_num_queries(13):
            assign(course, user, at, *numbers)


def test_assignment_that_nobody_began_is_taken_back_with_its_enrolments(firm, course, at):
    user = staff(Right.HR, firm["G"])
    made = assign(course, user, at, "P1", "P2")

    assignments.undo(made, actor=user, at=at)

    made.refresh_from_db()
    assert (made.undone_by, made.undone_at) == (user, at)
    assert not Enrolment.objects.exists()
    assert len(AuditEvent.objects.get(action="courses.assignment_undone").data["people"]) == 2
    with pytest.raises(AssignmentUndone):
        assignments.undo(made, actor=user, at=at)
    assert assign(course, user, at, "P1").people.count() == 1  # and may be given again


def test_assignment_that_somebody_began_stays(firm, course, at):
    user = staff(Right.HR, firm["G"])
    made = assign(course, user, at, "P1", "P2")
    progress.open_lesson(made.enrolments.first(), lesson=live_lessons(course)[0], at=at)

    with pytest.raises(AssignmentBegun):
        assignments.undo(made, actor=user, at=at)

    made.refresh_from_db()
    assert (made.undone_at, Enrolment.objects.count()) == (None, 2)
    [row] = for_list(Assignment.objects.all())
    assert (row.count, row.begun, row.completed) == (2, 1, 0)


def test_own_assignments_show_and_hr_and_safety_follow_those_of_their_people(firm, course, at):
    maker = staff(Right.MANAGER, firm["B1"], "MAKER")
    made = assign(course, maker, at, "P1")
    wide = assign(course, staff(Right.HR, firm["G"], "CHIEF"), at, "P2", "P3")
    day = at.date()
    seen = {
        "maker": visible_assignments(maker, day=day),
        "manager": visible_assignments(staff(Right.MANAGER, firm["B1"], "M2"), day=day),
        "hr1": visible_assignments(staff(Right.HR, firm["B1"], "HR1"), day=day),
        "safety2": visible_assignments(staff(Right.SAFETY, firm["B2"], "S2"), day=day),
        "auditor": visible_assignments(staff(Right.AUDITOR, firm["G"], "A"), day=day),
    }

    assert {who: {row.pk for row in rows} for who, rows in seen.items()} == {
        "maker": {made.pk}, "manager": set(), "hr1": {made.pk, wide.pk}, "safety2": {wide.pk}, "auditor": set(),
    }  # fmt: skip
    hr1 = User.objects.get(employee_no="HR1")
    assert numbers_of(people_to_follow(hr1, wide, day=day)) == ["P2"]
    assert (may_undo(hr1, made, day=day), may_undo(hr1, wide, day=day)) == (True, False)


def test_names_of_people_who_left_ones_units_are_not_shown(client, firm, course, at):
    maker = staff(Right.MANAGER, firm["B1"])
    made = assign(course, maker, at, "P1", "P2")
    Employment.objects.filter(person__employee_no="P1").update(unit=firm["B2"])
    client.force_login(maker)

    page = client.get(reverse("courses:assignment", args=[made.public_id])).content.decode()

    assert ("员工P1" in page, "员工P2" in page, "有 1 人今天不在您的管理范围内" in page) == (False, True, True)


def send(client, **data):
    return client.post(reverse("courses:assignment_new"), {"course": "M1", "due_on": "2026-12-01", **data})


def test_screens_show_first_and_assign_after_confirmation(client, firm, course, at):
    client.force_login(staff(Right.MANAGER, firm["B1"]))

    shown = send(client, employee_nos="p1，P3\nP2", note="换证前完成")
    assert not Enrolment.objects.exists()
    found = shown.context["preview"]
    assert (numbers_of(found.new), found.unknown) == (["P1", "P2"], ["P3"])  # P3 works elsewhere
    again = send(client, employee_nos="P1", confirmed=found.fingerprint)
    assert again.context["preview"].fingerprint != found.fingerprint
    assert not Enrolment.objects.exists()
    done = send(client, employee_nos="P1\nP2 P3", note="换证前完成", confirmed=found.fingerprint)

    made = Assignment.objects.get()
    assert done.url == reverse("courses:assignment", args=[made.public_id])
    assert numbers_of(made.people.order_by("employee_no")) == ["P1", "P2"]
    client.post(reverse("courses:assignment_undo", args=[made.public_id]))
    made.refresh_from_db()
    assert made.undone_at == at
    assert "已撤回" in client.get(reverse("courses:assignments")).content.decode()


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "__all__"),
        ({"unit": "B2"}, "unit"),
        ({"employee_nos": "P1", "due_on": "2026-11-23"}, "due_on"),
        ({"employee_nos": " ".join(f"X{n}" for n in range(2001))}, "employee_nos"),
        ({"employee_nos": "P1", "course": "M7"}, "course"),
    ],
)
def test_form_names_what_cannot_be(client, firm, course, data, field):
    draft = make_course(code="M7")
    draft.live = False
    draft.save()
    client.force_login(staff(Right.MANAGER, firm["B1"]))

    assert set(send(client, **data).context["form"].errors) == {field}


def test_learner_reads_by_whom_by_when_and_why(client, firm, course, at, user):
    [person] = people("P1")
    Person.objects.filter(pk=person.pk).update(user=user)
    maker = staff(Right.MANAGER, firm["B1"])
    User.objects.filter(pk=maker.pk).update(first_name="周主任")
    assign(course, maker, at, "P1")
    client.force_login(user)

    home = client.get(reverse("website:home"))
    pages = [home.text, client.get(reverse("courses:mine")).text, client.get(course.url).text]

    assert [row.enrolment.person for row in home.context["asked"]] == [person]
    for page in pages:
        assert "由周主任指派，请于 2026-12-01 前完成。" in page
        assert "换证前完成" in page


def test_database_refuses_half_an_undo_and_an_assignment_of_ones_own_choice(firm, course, at):
    made = assign(course, staff(Right.HR, firm["G"]), at, "P1")
    for change in (
        lambda: Assignment.objects.update(undone_at=at),
        lambda: Assignment.objects.update(undone_by=made.assigned_by),
        lambda: Assignment.objects.update(undone_by=made.assigned_by, undone_at=at - timedelta(seconds=1)),
        lambda: Enrolment.objects.update(source="self"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
