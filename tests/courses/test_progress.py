"""From enrolment to completion."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from core import clock
from core.models import AuditEvent
from courses.actions import enrolments, progress
from courses.enums import EnrolmentSource
from courses.errors import CourseNotOpen, EnrolmentIsComplete, LessonNotOpenYet, RevisionUnknown
from courses.models import CourseCompletion, Enrolment, LessonProgress
from courses.queries.lessons import live_lessons, standing, standings
from courses.signals import course_completed
from people.models import Person
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(user):
    return Person.objects.create(employee_no="G10001", name="王小暖", user=user)


def enrol(person, course, at, source=EnrolmentSource.SELF):
    return enrolments.enrol(person, course=course, source=source, actor=person.user, at=at)


def complete(enrolment, *, lesson, actor, at):
    return progress.complete_lesson(enrolment, lesson=lesson, revision=lesson.live_revision_id, actor=actor, at=at)


def finish(enrolment, user, at):
    for lesson in live_lessons(enrolment.course):
        last = complete(enrolment, lesson=lesson, actor=user, at=at)
    return last


def test_enrol_twice_is_enrolling_once(person, at):
    course = make_course()

    assert enrol(person, course, at) == enrol(person, course, at + timedelta(days=1))
    assert AuditEvent.objects.filter(action="courses.enrolled").count() == 1


def test_enrol_after_completion_begins_the_next_cycle_and_keeps_the_old(person, user, at):
    course = make_course(lessons=1)
    first = enrol(person, course, at)
    finish(first, user, at)

    second = enrol(person, course, at + timedelta(days=365))

    assert (first.cycle, second.cycle) == (1, 2)
    assert CourseCompletion.objects.get().enrolment == first


def test_course_by_assignment_only_cannot_be_chosen(person, at):
    course = make_course(is_open_to_all=False)

    with pytest.raises(CourseNotOpen):
        enrol(person, course, at)
    assert enrol(person, course, at, EnrolmentSource.ASSIGNED).source == "assigned"


def test_unpublished_course_is_not_open(person, at):
    course = make_course()
    course.live = False

    with pytest.raises(CourseNotOpen):
        enrol(person, course, at, EnrolmentSource.ASSIGNED)


def test_lessons_open_in_order_and_the_last_completes_the_course(
    person, user, at, django_capture_on_commit_callbacks
):
    enrolment = enrol(person, make_course(lessons=3), at)
    first, second, third = live_lessons(enrolment.course)
    heard = []
    course_completed.connect(
        lambda **signal: heard.append(signal["enrolment_id"]), weak=False, dispatch_uid="test"
    )

    with pytest.raises(LessonNotOpenYet):
        complete(enrolment, lesson=second, actor=user, at=at)
    assert complete(enrolment, lesson=first, actor=user, at=at) is None
    assert complete(enrolment, lesson=second, actor=user, at=at) is None
    with django_capture_on_commit_callbacks(execute=True):
        completion = complete(enrolment, lesson=third, actor=user, at=at)
    course_completed.disconnect(dispatch_uid="test")

    assert [row["revision"] for row in completion.lessons] == [
        page.live_revision_id for page in (first, second, third)
    ]
    assert (completion.hours, completion.course_title) == (2, "课程M1")
    assert heard == [enrolment.pk]


def test_lesson_done_twice_keeps_the_first_time_and_revision(person, user, at):
    enrolment = enrol(person, make_course(lessons=2), at)
    lesson = live_lessons(enrolment.course)[0]
    complete(enrolment, lesson=lesson, actor=user, at=at)
    read = LessonProgress.objects.get().revision_id
    lesson.save_revision().publish()
    lesson.refresh_from_db()

    complete(enrolment, lesson=lesson, actor=user, at=at + timedelta(hours=1))

    row = LessonProgress.objects.get()
    assert (row.completed_at, row.revision_id) == (at, read)
    assert lesson.live_revision_id != read


def test_revision_that_was_read_is_kept_although_another_is_published_by_now(person, user, at):
    enrolment = enrol(person, make_course(lessons=1), at)
    [lesson] = live_lessons(enrolment.course)
    read = lesson.live_revision_id
    lesson.save_revision().publish()
    lesson.refresh_from_db()

    completion = progress.complete_lesson(enrolment, lesson=lesson, revision=read, actor=user, at=at)

    assert lesson.live_revision_id != read
    assert LessonProgress.objects.get().revision_id == read
    assert [row["revision"] for row in completion.lessons] == [read]


def test_revision_of_another_lesson_of_a_draft_or_of_nothing_is_refused(person, user, at):
    enrolment = enrol(person, make_course(lessons=2), at)
    first, second = live_lessons(enrolment.course)
    draft = first.save_revision().pk

    for revision in (second.live_revision_id, draft, 0, 2**63 - 1):
        with pytest.raises(RevisionUnknown):
            progress.complete_lesson(enrolment, lesson=first, revision=revision, actor=user, at=at)

    assert not LessonProgress.objects.exists()


def test_revision_that_went_out_at_its_hour_counts(person, user, at):
    enrolment = enrol(person, make_course(lessons=1), at)
    [lesson] = live_lessons(enrolment.course)
    scheduled = lesson.save_revision()
    scheduled.publish(log_action="wagtail.publish.scheduled")
    lesson.refresh_from_db()
    lesson.save_revision().publish()
    lesson.refresh_from_db()

    assert progress.complete_lesson(enrolment, lesson=lesson, revision=scheduled.pk, actor=user, at=at)


def test_completed_enrolment_takes_no_more_steps(person, user, at):
    enrolment = enrol(person, make_course(lessons=1), at)
    finish(enrolment, user, at)

    with pytest.raises(EnrolmentIsComplete):
        complete(enrolment, lesson=live_lessons(enrolment.course)[0], actor=user, at=at)


def test_place_is_kept_and_a_late_message_does_not_move_it_back(person, at):
    enrolment = enrol(person, make_course(), at)
    lesson = live_lessons(enrolment.course)[0]
    progress.open_lesson(enrolment, lesson=lesson, at=at)

    assert progress.keep_place(enrolment, lesson=lesson, position=5, at=at + timedelta(minutes=2))
    assert not progress.keep_place(enrolment, lesson=lesson, position=1, at=at + timedelta(minutes=1))
    assert LessonProgress.objects.get().position == 5


def test_standing_costs_two_queries_for_one_lesson_and_for_three(person, at, django_assert_num_queries):
    for code, count in (("A", 1), ("B", 3)):
        enrolment = enrol(person, make_course(code=code, lessons=count), at)
        with django_assert_num_queries(2):
            assert len(standing(enrolment).lessons) == count


def test_standings_of_many_are_those_of_each_and_cost_two_queries(person, user, at, django_assert_num_queries):
    rows = [enrol(person, make_course(code=code, lessons=2, is_ordered=code != "B"), at) for code in "ABC"]
    complete(rows[0], lesson=live_lessons(rows[0].course)[0], actor=user, at=at)
    finish(rows[2], user, at)
    rows[2].refresh_from_db()

    for some in ([], rows[:1], rows):
        alone = [standing(row) for row in some]
        with django_assert_num_queries(2 if some else 0):
            assert standings(some) == alone


def test_database_refuses_a_second_open_enrolment(person, at):
    course = make_course()
    enrol(person, course, at)

    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(person=person, course=course, cycle=2, source="self", enrolled_at=at)


@pytest.mark.parametrize(
    "verb", ["UPDATE courses_coursecompletion SET hours = 99", "DELETE FROM courses_coursecompletion"]
)
def test_database_refuses_to_change_a_completion(person, user, at, verb):
    finish(enrol(person, make_course(lessons=1), at), user, at)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb)


@pytest.mark.parametrize(("days", "expected"), [(-1, "已逾期"), (0, "前完成")])
def test_my_courses_tell_what_is_overdue_from_what_is_due(client, person, user, at, days, expected):
    due = clock.local_day(clock.now()) + timedelta(days=days)
    Enrolment.objects.filter(pk=enrol(person, make_course(), at).pk).update(due_on=due)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    page = client.get(reverse("courses:mine")).content.decode()

    assert expected in page
    assert ("已逾期" in page) is (days < 0)


def test_page_of_a_lesson_says_which_revision_it_shows_and_a_form_without_one_leads_back(client, person, user, at):
    enrolment = enrol(person, make_course(lessons=2), at)
    first, second = live_lessons(enrolment.course)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    path, done = (
        reverse(f"courses:{name}", args=[enrolment.public_id, first.pk]) for name in ("lesson", "complete")
    )

    assert f'name="revision" value="{first.live_revision_id}"' in client.get(path).content.decode()
    for data in ({}, {"revision": "x"}, {"revision": str(second.live_revision_id)}, {"revision": "9" * 30}):
        assert client.post(done, data).url == path
    assert not LessonProgress.objects.filter(completed_at__isnull=False).exists()
    client.post(done, {"revision": str(first.live_revision_id)})
    assert LessonProgress.objects.get(completed_at__isnull=False).revision_id == first.live_revision_id
