"""Lessons that want to be read again by their authors, and what learners read about their basis."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from courses.actions import enrolments
from courses.enums import EnrolmentSource
from courses.models import CoursePage, LessonBasis
from courses.queries.currency import to_revise
from courses.queries.lessons import live_lessons
from courses.queries.outline import outline
from courses.templatetags.authoring import outline_of
from library.models import Standard
from people.models import Person
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


@pytest.fixture
def course():
    """A course of four lessons: review due today, review overdue, a superseded basis, nothing said."""
    found = make_course(lessons=4)
    new = Standard.objects.create(code="GB 2-2026", title="新规范", in_force_since=date(2026, 5, 1))
    old = Standard.objects.create(
        code="GB 1-2014", title="旧规范", superseded_by=new, superseded_on=date(2026, 5, 1)
    )
    due, overdue, superseded, _plain = live_lessons(found)
    due.review_by, overdue.review_by = DAY, date(2026, 11, 23)
    due.bases = [LessonBasis(standard=new, clause="5.9")]
    superseded.bases = [LessonBasis(standard=old), LessonBasis(standard=new, clause="6.1")]
    for lesson in (due, overdue, superseded):
        lesson.save_revision().publish()
    return found


def test_published_lessons_are_flagged_for_what_is_the_matter(course):
    make_course(code="M2")  # of somebody else

    found = to_revise(CoursePage.objects.filter(pk=course.pk), day=DAY, most=6)

    assert [(lesson.title, lesson.is_overdue, lesson.is_superseded) for lesson in found.lessons] == [
        ("第2课", True, False),
        ("第3课", False, True),
    ]
    assert to_revise(CoursePage.objects.all(), day=DAY, most=1).count == 2
    assert to_revise(CoursePage.objects.exclude(pk=course.pk), day=DAY, most=6).count == 0


def test_lessons_that_nobody_reads_are_not_flagged(course):
    for lesson in live_lessons(course):
        lesson.unpublish()

    assert to_revise(CoursePage.objects.all(), day=DAY, most=6).count == 0


def test_outline_flags_the_same_and_costs_three_queries(course, django_assert_num_queries):
    make_course(code="M2", lessons=1)
    for page in (course, CoursePage.objects.get(code="M2")):
        outline(page, day=DAY)  # the content types of a process
        with django_assert_num_queries(3):
            outline(page, day=DAY)

    rows = outline(course, day=DAY)

    assert [(row.is_overdue, row.is_superseded) for row in rows] == [
        (False, False), (False, False), (True, False), (False, True), (False, False),
    ]  # fmt: skip
    assert outline_of(CoursePage()) == []


def test_learner_reads_since_when_the_basis_holds_and_until_when_the_lesson_is_reviewed(client, course, user, at):
    person = Person.objects.create(employee_no="G10001", name="王小暖", user=user)
    enrolment = enrolments.enrol(person, course=course, source=EnrolmentSource.SELF, actor=user, at=at)
    CoursePage.objects.filter(pk=course.pk).update(is_ordered=False)
    client.force_login(user)
    due, _overdue, superseded, _plain = (
        client.get(reverse("courses:lesson", args=[enrolment.public_id, lesson.pk])).text
        for lesson in live_lessons(course)
    )

    assert "GB 2-2026《新规范》 · 5.9 · 自 2026-05-01 起施行" in due
    assert "内容复核期限：2026-11-24" in due
    assert ("被 GB 2-2026 取代" in due, "GB 2-2026" in superseded and "chip overdue" in superseded) == (
        False,
        True,
    )
