"""Results are shown when their exam says so; against a result shown one may appeal, and somebody else decides."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from certificates.actions.awards import award_for_attempt
from certificates.models import Certificate, Credential
from courses.actions import enrolments
from courses.enums import EnrolmentSource
from courses.models import CourseCompletion
from courses.queries.lessons import live_lessons
from exams.actions import appeals, release
from exams.actions.manual_marking import give
from exams.errors import MarkedAlready, NotYourOwnAnswer
from exams.errors.results import (
    AppealRefused,
    AppealSettled,
    AppealTooLate,
    AppealWaits,
    NothingToRelease,
    NothingToRemark,
    OwnResult,
)
from exams.models import Appeal, Candidate, Exam, Item, Sitting
from exams.queries.results import explained, is_released, waiting_for_release
from people.models import User
from tests.factories.courses import make_course
from tests.factories.exams import make_exam, make_sitting, sat, submitted_with_a_written_answer

pytestmark = pytest.mark.django_db
ALL, NONE = {"a": "1", "b": "1", "c": "1"}, {"a": "0", "b": "0", "c": "0"}


@pytest.fixture
def staff():
    return [User.objects.create_user(name, "correct-horse-7") for name in ("TRAINER", "SAFETY")]


@pytest.fixture
def page(client, person, at, monkeypatch):
    """Open the result of an attempt as its candidate."""
    monkeypatch.setattr("core.clock.now", lambda: at)
    client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return lambda run: client.get(reverse("exams:result", args=[run.public_id])).content.decode()


def enter(exam, **fields):
    Exam.objects.filter(pk=exam.pk).update(**fields)
    exam.refresh_from_db()


def test_at_a_time_means_from_that_instant_on(person, at, page):
    exam = make_exam(at=at, items=1, release="at_a_time", release_at=at + timedelta(days=1))
    run = sat(person, exam, answers={1: "b"}, at=at)

    assert not is_released(run, at=at + timedelta(days=1, seconds=-1))
    assert is_released(run, at=at + timedelta(days=1))
    shown = page(run)
    assert "100 %" not in shown
    assert "正确答案" not in shown


def test_a_sitting_has_to_be_closed_and_outside_one_nothing_waits(person, at):
    outside = make_exam(at=at, items=1, release="after_sitting")
    assert is_released(sat(person, outside, answers={1: "b"}, at=at), at=at)

    inside = make_exam(at=at, code="E2", items=1, release="after_sitting")
    sitting = make_sitting(inside, at=at, mode="online")
    Candidate.objects.create(sitting=sitting, person=person)
    run = sat(person, inside, answers={1: "b"}, at=at, sitting=sitting)
    assert not is_released(run, at=at)
    Sitting.objects.update(state="closed")
    assert is_released(run, at=at)


def test_by_approval_covers_what_had_ended_and_nobody_releases_his_own(person, staff, at, page):
    exam = make_exam(at=at, items=1, release="by_approval", wait_hours=0)
    run = sat(person, exam, answers={1: "a"}, at=at)
    assert waiting_for_release(exam) == [run]
    assert "0 %" not in page(run).split("<dl")[0]
    later = at + timedelta(hours=1)
    with pytest.raises(OwnResult):
        release.release(exam, sitting=None, note="", actor=person.user, at=later)

    release.release(exam, sitting=None, note="核对无误", actor=staff[0], at=later)

    assert is_released(run, at=later)
    assert waiting_for_release(exam) == []
    after = sat(person, exam, answers={1: "a"}, at=later + timedelta(hours=1))
    assert not is_released(after, at=later + timedelta(days=9))
    with pytest.raises(NothingToRelease):
        release.release(make_exam(at=at, code="E9"), sitting=None, note="", actor=staff[0], at=later)


def test_a_certificate_comes_with_the_result_not_before_it(
    person, staff, at, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr("core.clock.now", lambda: at + timedelta(hours=2))
    course = make_course()
    exam = make_exam(at=at, items=1, course=course, release="by_approval")
    Credential.objects.create(code="C1", name="作业", course=course, exam=exam)
    enrolment = enrolments.enrol(person, course=course, source=EnrolmentSource.SELF, actor=person.user, at=at)
    CourseCompletion.objects.create(enrolment=enrolment, completed_at=at, hours=1, course_title=course.title)
    run = sat(person, exam, answers={1: "b"}, at=at)
    assert award_for_attempt(run, at=at) == []

    with django_capture_on_commit_callbacks(execute=True):
        release.release(exam, sitting=None, note="", actor=staff[0], at=at + timedelta(hours=1))

    assert Certificate.objects.get().attempt == run


def test_the_explanation_leads_to_the_lesson(person, at, page):
    course = make_course()
    enrolment = enrolments.enrol(person, course=course, source=EnrolmentSource.SELF, actor=person.user, at=at)
    exam = make_exam(at=at, items=1, course=course)
    lesson = live_lessons(course)[0]
    Item.objects.update(lesson=lesson)
    run = sat(person, exam, answers={1: "a"}, at=at)

    assert reverse("courses:lesson", args=[enrolment.public_id, lesson.pk]) in page(run)
    assert "GB 46768-2025 5.9.1" in page(run)


@pytest.fixture
def run(person, at):
    return sat(person, make_exam(at=at, items=2, wait_hours=0), answers={1: "a", 2: "b"}, at=at)


def test_an_appeal_is_raised_decided_and_read(client, run, person, staff, at, page):
    reply = client.post(
        reverse("exams:appeal_new", args=[run.public_id]), {"position": "1", "text": "a 也符合规程"}, follow=True
    )
    appeal = Appeal.objects.get()
    assert "a 也符合规程" in reply.content.decode()
    with pytest.raises(AppealWaits):
        appeals.raise_appeal(run, position=2, text="x", actor=person.user, at=at)
    with pytest.raises(NotYourOwnAnswer):
        appeals.decide(appeal, outcome="rejected", reason="x", actor=person.user, at=at)

    appeals.decide(appeal, outcome="rejected", reason="规程写明先通风", actor=staff[0], at=at)

    assert "规程写明先通风" in page(run)
    with pytest.raises(AppealSettled):
        appeals.decide(appeal, outcome="key", reason="x", actor=staff[1], at=at)
    assert appeals.raise_appeal(run, position=None, text="再看一次", actor=person.user, at=at)


def test_what_cannot_be_appealed_against(run, person, staff, at):
    with pytest.raises(AppealRefused):
        appeals.raise_appeal(run, position=3, text="x", actor=person.user, at=at)
    with pytest.raises(AppealRefused):
        appeals.raise_appeal(run, position=1, text=" ", actor=person.user, at=at)
    with pytest.raises(AppealRefused):
        appeals.raise_appeal(run, position=1, text="x", actor=staff[0], at=at)
    with pytest.raises(AppealTooLate):
        appeals.raise_appeal(run, position=1, text="x", actor=person.user, at=at + timedelta(days=16))
    enter(run.exam, release="by_approval")
    with pytest.raises(AppealRefused):
        appeals.raise_appeal(run, position=1, text="x", actor=person.user, at=at)
    assert not Appeal.objects.exists()


def test_a_written_answer_is_marked_anew_by_somebody_else(person, staff, at):
    attempt = submitted_with_a_written_answer(person, at=at)
    first, second = staff
    give(attempt.marking_tasks.get(), lines=NONE, comment="没有写到", actor=first, at=at, turn=1)
    appeal = appeals.raise_appeal(attempt, position=1, text="写了通风和检测", actor=person.user, at=at)
    with pytest.raises(NotYourOwnAnswer):
        appeals.decide(appeal, outcome="remarked", reason="x", actor=first, at=at)
    appeals.decide(appeal, outcome="remarked", reason="确有写到", actor=second, at=at)

    task = attempt.marking_tasks.get(round=2)
    with pytest.raises(MarkedAlready):
        give(task, lines=ALL, comment="", actor=first, at=at, turn=1)
    give(task, lines=ALL, comment="三点都有", actor=second, at=at, turn=1)

    scores = list(attempt.scores.order_by("revision"))
    assert [score.percent for score in scores] == [Decimal(0), Decimal(100)]
    assert explained(attempt, scores[1])[0].comments == ("三点都有",)


def test_nothing_is_marked_anew_where_no_answer_is_written(run, person, staff, at):
    appeal = appeals.raise_appeal(run, position=1, text="x", actor=person.user, at=at)
    with pytest.raises(NothingToRemark):
        appeals.decide(appeal, outcome="remarked", reason="x", actor=staff[0], at=at)
    assert Appeal.objects.get().decided_at is None


def test_the_database_keeps_appeals_and_releases(run, person, staff, at):
    appeal = appeals.raise_appeal(run, position=1, text="x", actor=person.user, at=at)
    for fields, name in [
        ({"outcome": "rejected", "decided_by": staff[0], "decided_at": at}, "decided_with_a_reason"),
        ({"outcome": "rejected", "reason": "x", "decided_by": person.user, "decided_at": at}, "by_its_raiser"),
    ]:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Appeal.objects.filter(pk=appeal.pk).update(**fields)
    appeals.decide(appeal, outcome="rejected", reason="x", actor=staff[0], at=at)
    for statement in ("UPDATE exams_appeal SET reason = 'y'", "DELETE FROM exams_appeal"):
        with pytest.raises(DatabaseError, match="kept"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
