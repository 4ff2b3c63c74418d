"""A learner's steps through a course."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core import audit
from courses.domain.steps import Done, Reached
from courses.errors import EnrolmentIsComplete, LessonNotOpenYet, RevisionUnknown
from courses.models import CourseCompletion, Enrolment, LessonPage, LessonProgress
from courses.queries.lessons import live_lessons, standing, was_published
from courses.signals import course_completed
from people.models import User


@transaction.atomic
def open_lesson(enrolment: Enrolment, *, lesson: LessonPage, at: datetime) -> LessonProgress:
    """Note that a lesson is being read; the row also remembers where to resume.

    Raises LessonNotOpenYet when an earlier lesson comes first.
    """
    if lesson.pk not in standing(enrolment).open:
        raise LessonNotOpenYet
    progress, created = LessonProgress.objects.get_or_create(
        enrolment=enrolment, lesson=lesson, defaults={"opened_at": at, "last_seen_at": at}
    )
    if not created:
        LessonProgress.objects.filter(pk=progress.pk, last_seen_at__lt=at).update(last_seen_at=at)
    return progress


@transaction.atomic
def keep_place(enrolment: Enrolment, *, lesson: LessonPage, position: int, at: datetime) -> bool:
    """Remember the block reached, so that another device resumes there; False when the lesson is not open yet.

    Late messages never move the place backwards in time.
    """
    kept = LessonProgress.objects.filter(enrolment=enrolment, lesson=lesson, last_seen_at__lte=at).update(
        position=position, last_seen_at=at
    )
    return bool(kept)


@transaction.atomic
def complete_lesson(
    enrolment: Enrolment, *, lesson: LessonPage, revision: int, actor: User, at: datetime
) -> CourseCompletion | None:
    """Mark a lesson as done, with the revision that was read; return the completion if it was the last one.

    The page says which revision it showed, which need not be the one published by now: somebody else may publish
    while a lesson is read, and a step made without a network arrives days later. Doing it twice is doing it once.
    Raises LessonNotOpenYet, RevisionUnknown, and EnrolmentIsComplete for a finished course.
    """
    if enrolment.completed_at is not None:
        raise EnrolmentIsComplete
    if not was_published(lesson, revision):
        raise RevisionUnknown
    open_lesson(enrolment, lesson=lesson, at=at)
    LessonProgress.objects.filter(enrolment=enrolment, lesson=lesson, completed_at=None).update(
        completed_at=at, last_seen_at=at, revision_id=revision
    )
    return _complete_course(enrolment, actor=actor, at=at)


def _complete_course(enrolment: Enrolment, *, actor: User, at: datetime) -> CourseCompletion | None:
    lessons = live_lessons(enrolment.course)
    if not standing(enrolment, lessons=lessons).is_complete:
        return None
    # Only one of two simultaneous last steps may write the completion.
    if not Enrolment.objects.filter(pk=enrolment.pk, completed_at=None).update(completed_at=at):
        return None
    enrolment.completed_at = at
    read = LessonProgress.objects.filter(enrolment=enrolment).select_related("lesson").order_by("lesson__path")
    completion = CourseCompletion.objects.create(
        enrolment=enrolment,
        completed_at=at,
        course_title=enrolment.course.title,
        hours=enrolment.course.hours,
        lessons=[
            {
                "lesson": row.lesson_id,
                "title": row.lesson.title,
                "revision": row.revision_id,
                "completed_at": row.completed_at.isoformat() if row.completed_at else None,
            }
            for row in read
        ],
    )
    audit.record(
        action="courses.course_completed",
        actor=actor,
        target=enrolment,
        at=at,
        data={"course": enrolment.course.code, "hours": enrolment.course.hours},
    )
    transaction.on_commit(lambda: course_completed.send(sender=Enrolment, enrolment_id=enrolment.pk))
    return completion


@transaction.atomic
def take_late_step(
    enrolment: Enrolment, *, lesson: LessonPage, step: Done | Reached, actor: User, at: datetime
) -> None:
    """Take a step that a device made without a network.

    A course that was completed meanwhile keeps its record, and the step counts as taken. Raises LessonNotOpenYet, and
    RevisionUnknown.
    """
    if enrolment.completed_at is not None:
        return
    if isinstance(step, Done):
        complete_lesson(enrolment, lesson=lesson, revision=step.revision, actor=actor, at=at)
    else:
        open_lesson(enrolment, lesson=lesson, at=at)
        keep_place(enrolment, lesson=lesson, position=step.position, at=at)
