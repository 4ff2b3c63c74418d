"""What a learner's pages cost the database: so many statements each, and never more than twelve."""

from __future__ import annotations

import pytest
from django.urls import reverse

from courses.actions.enrolments import enrol
from courses.actions.progress import complete_lesson
from courses.enums import EnrolmentSource
from courses.queries.lessons import live_lessons
from people.models import Person
from tests.factories.courses import make_course
from tests.factories.exams import make_exam, sat
from tests.permissions.conftest import world

__all__ = ["world"]
pytestmark = pytest.mark.django_db
MOST = 12


@pytest.mark.parametrize(
    ("name", "statements", "kwargs"),
    [
        ("website:home", 11, None),
        ("courses:mine", 8, None),
        ("exams:mine", 9, None),
        ("certificates:mine", 4, None),
        ("people:account", 6, None),
        ("exams:introduction", 5, lambda w: {"public_id": w.exam.public_id}),
        ("exams:attempt", 6, lambda w: {"public_id": w.attempt.public_id}),
        ("exams:summary", 6, lambda w: {"public_id": w.attempt.public_id}),
        ("courses:lesson", 12, lambda w: {"public_id": w.enrolment.public_id, "pk": w.lesson.pk}),
    ],
)
def test_learner_page_asks_little(client, world, name, statements, kwargs, django_assert_num_queries):
    client.force_login(world.users["self"])
    address = reverse(name, kwargs=kwargs(world) if kwargs else None)
    client.get(address)  # the first request of a process also reads the site and the content types

    assert statements <= MOST
    with django_assert_num_queries(statements):
        assert client.get(address).status_code == 200


@pytest.fixture
def person(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return Person.objects.create(employee_no="G10001", name="王小暖", user=user)


def courses_taken(person, count, at):
    """Let somebody take so many courses, all but the first of them completed."""
    for number in range(count):
        course = make_course(code=f"T{number}", lessons=2)
        row = enrol(person, course=course, source=EnrolmentSource.SELF, actor=person.user, at=at)
        for lesson in live_lessons(course) if number else []:
            complete_lesson(row, lesson=lesson, revision=lesson.live_revision_id, actor=person.user, at=at)


def mine(person, count, at):
    courses_taken(person, count, at)
    for number in range(count):
        make_course(code=f"O{number}")
    return reverse("courses:mine")


def catalogue(person, count, at):
    for number in range(count):
        course = make_course(code=f"O{number}")
    return course.get_parent().specific.url


def course_page(person, count, at):
    course = make_course(lessons=count)
    enrol(person, course=course, source=EnrolmentSource.SELF, actor=person.user, at=at)
    return course.url


def running(person, count, at):
    for number in range(count):
        course = make_course(code=f"T{number}", lessons=2)
        enrol(person, course=course, source=EnrolmentSource.SELF, actor=person.user, at=at)
    return reverse("website:home")


def exams(person, count, at):
    for number in range(count):
        exam = make_exam(at=at, items=1, code=f"E{number}")
        sat(person, exam, answers={1: "b"}, at=at)
    return reverse("exams:mine")


def result(person, count, at):
    run = sat(person, make_exam(at=at, items=count), answers=dict.fromkeys(range(1, count + 1), "a"), at=at)
    return reverse("exams:result", args=[run.public_id])


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("prepare", "statements"),
    [(mine, 8), (catalogue, 7), (course_page, 12), (running, 11), (exams, 9), (result, 12)],
)
def test_page_asks_as_much_for_three_rows_as_for_one(
    client, person, at, prepare, count, statements, django_assert_num_queries
):
    address = prepare(person, count, at)
    client.get(address)

    assert statements <= MOST
    with django_assert_num_queries(statements):
        assert client.get(address).status_code == 200
