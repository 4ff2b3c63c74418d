"""What a learner's device asks for by itself: copies of lessons, and steps that arrive late."""

import json

import pytest
from django.urls import reverse

from courses.actions import enrolments
from courses.enums import EnrolmentSource
from courses.models import CourseCompletion, LessonProgress
from courses.queries.lessons import live_lessons
from people.models import Person
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment(client, user, at):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    person = Person.objects.create(employee_no="G10001", name="王小暖", user=user)
    return enrolments.enrol(person, course=make_course(lessons=2), source=EnrolmentSource.SELF, actor=user, at=at)


def send(client, enrolment, lesson, step, door="sync"):
    path = reverse(f"courses:{door}", args=[enrolment.public_id, lesson.pk])
    body = step if isinstance(step, str) else json.dumps(step)
    return client.post(path, body, content_type="application/json")


def test_copy_of_a_lesson_not_open_yet_notes_nothing(client, enrolment):
    second = live_lessons(enrolment.course)[1]

    answer = client.get(reverse("courses:copy", args=[enrolment.public_id, second.pk]))

    assert (answer.status_code, answer.context["place"]) == (200, None)
    assert not LessonProgress.objects.exists()


def done(lesson):
    return {"done": True, "revision": lesson.live_revision_id}


def test_steps_taken_twice_are_taken_once(client, enrolment):
    first, second = live_lessons(enrolment.course)
    steps = [
        (first, {"position": 1}),
        (first, done(first)),
        (second, {"position": 1}),
        (second, done(second)),
    ]

    codes = [send(client, enrolment, lesson, step).status_code for lesson, step in [*steps, *steps]]

    assert codes == [200] * 8
    assert LessonProgress.objects.filter(completed_at__isnull=False, position=1).count() == 2
    assert CourseCompletion.objects.count() == 1


def test_step_out_of_order_is_refused_with_the_cure(client, enrolment):
    second = live_lessons(enrolment.course)[1]

    answer = send(client, enrolment, second, done(second))

    assert (answer.status_code, answer.json()["error"]) == (409, "lesson_not_open_yet")
    assert answer.json()["message"]
    assert not LessonProgress.objects.exists()


def test_step_that_arrives_after_a_publication_keeps_what_was_read(client, enrolment):
    first = live_lessons(enrolment.course)[0]
    step = done(first)
    first.save_revision().publish()

    assert send(client, enrolment, first, step).status_code == 200
    assert LessonProgress.objects.get().revision_id == step["revision"]


def test_step_that_does_not_say_what_was_read_is_refused_with_the_cure(client, enrolment):
    answer = send(client, enrolment, live_lessons(enrolment.course)[0], {"done": True})

    assert (answer.status_code, answer.json()["error"]) == (409, "revision_unknown")
    assert answer.json()["message"]
    assert not LessonProgress.objects.exists()


@pytest.mark.parametrize("step", ["", "[]", "1", {}, {"done": False}, {"position": "1"}, {"position": -1},
                                  {"position": 1001}, {"position": True}, {"done": True, "revision": "7"},
                                  {"done": True, "revision": -1}, {"done": True, "revision": 2**63},
                                  {"done": True, "position": 1}])  # fmt: skip
@pytest.mark.parametrize("door", ["sync", "place"])
def test_unreadable_steps_change_nothing(client, enrolment, step, door):
    assert send(client, enrolment, live_lessons(enrolment.course)[0], step, door).status_code == 422
    assert not LessonProgress.objects.exists()


def test_place_in_a_lesson_first_opened_without_a_network_is_kept(client, enrolment):
    first = live_lessons(enrolment.course)[0]

    assert send(client, enrolment, first, {"position": 3}, "place").status_code == 200
    assert LessonProgress.objects.get().position == 3
