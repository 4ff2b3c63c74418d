"""Renewing a certificate: the course again, the exam again, a new certificate, and the old one as it was."""

from datetime import timedelta

import pytest
from django.urls import reverse

from certificates.models import Certificate
from courses.models import CoursePage, Enrolment
from courses.queries.lessons import live_lessons
from exams.actions import attempts
from exams.actions.attempts import Answer
from exams.errors import AlreadyPassed
from exams.models import Exam
from exams.queries.attempts import form_items

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(client, user, employ, m1, monkeypatch):
    """The holder at the browser, with a clock that can be moved."""
    Exam.objects.update(course=m1.course, requires_course=True)
    m1.exam.refresh_from_db()
    person = employ(1, user=user)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return person


def learn(client, credential):
    client.post(reverse("courses:enrol", args=[credential.course.code]))
    enrolment = Enrolment.objects.latest("pk")
    [lesson] = live_lessons(credential.course)
    client.post(
        reverse("courses:complete", args=[enrolment.public_id, lesson.pk]), {"revision": lesson.live_revision_id}
    )
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None
    return enrolment


def sit(person, exam, at):
    attempt = attempts.start(exam, person=person, actor=person.user, at=at)
    answers = [Answer(row.position, "b", 1, f"c{row.position}") for row in form_items(attempt)]
    attempts.save(attempt, answers=answers, received_at=at)
    attempts.submit(attempt, actor=person.user, at=at)


@pytest.mark.parametrize("is_open_to_all", [True, False], ids=["open course", "course by assignment"])
def test_holder_renews_by_course_and_exam(
    client, learner, m1, at, monkeypatch, django_capture_on_commit_callbacks, is_open_to_all
):
    with django_capture_on_commit_callbacks(execute=True):
        learn(client, m1)
        sit(learner, m1.exam, at)
    first = Certificate.objects.get()
    CoursePage.objects.update(is_open_to_all=is_open_to_all)
    later = at + timedelta(days=320)
    monkeypatch.setattr("core.clock.now", lambda: later)
    with pytest.raises(AlreadyPassed):
        sit(learner, m1.exam, later)
    again = reverse("courses:enrol", args=[m1.course.code])
    assert again in client.get(m1.course.url).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        assert learn(client, m1).cycle == 2
        sit(learner, m1.exam, later)

    old, new = Certificate.objects.order_by("pk")
    assert (old.pk, old.valid_to, old.number) == (first.pk, first.valid_to, first.number)
    assert new.valid_from == first.valid_from + timedelta(days=320)
    assert new.number != old.number
