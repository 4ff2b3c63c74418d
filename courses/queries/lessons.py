"""The lessons of a course, and how far an enrolment is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from wagtail.models import PageLogEntry

from courses.domain import sequencing
from courses.models import CoursePage, Enrolment, LessonPage, LessonProgress

# What the log of pages says when a revision went out: by approval, or at the hour it was scheduled for.
WENT_OUT = ("wagtail.publish", "wagtail.publish.scheduled")


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one enrolment is: lesson ids in order, those done, those that may be opened."""

    lessons: tuple[int, ...]
    done: frozenset[int]
    open: frozenset[int]

    @property
    def percent(self) -> Decimal:
        """Return the share done, 0 to 100."""
        return sequencing.progress_percent(self.lessons, done=self.done)

    @property
    def next_lesson(self) -> int | None:
        """Return where to go on, or None."""
        return sequencing.next_lesson(self.lessons, done=self.done)

    @property
    def is_complete(self) -> bool:
        """Tell whether all is done."""
        return sequencing.is_complete(self.lessons, done=self.done)


def live_lessons(course: CoursePage) -> Sequence[LessonPage]:
    """Return the published lessons of a course in the order of the tree. Cost: one query."""
    return list(LessonPage.objects.descendant_of(course).live().order_by("path"))


def was_published(lesson: LessonPage, revision: int) -> bool:
    """Tell whether a revision is one of this lesson that learners could read, now or before. Cost: one query."""
    if revision == lesson.live_revision_id:
        return True
    return bool(PageLogEntry.objects.filter(page=lesson, revision=revision, action__in=WENT_OUT).exists())


def standing(enrolment: Enrolment, *, lessons: Sequence[LessonPage] | None = None) -> Standing:
    """Return how far an enrolment is; a finished course is open as a whole.

    Cost: one query, two when the lessons are not given.
    """
    pages = lessons if lessons is not None else live_lessons(enrolment.course)
    order = tuple(page.pk for page in pages)
    done = frozenset(
        LessonProgress.objects.filter(enrolment=enrolment, completed_at__isnull=False).values_list(
            "lesson_id", flat=True
        )
    )
    in_order = enrolment.course.is_ordered and enrolment.completed_at is None
    may_open = sequencing.open_lessons(order, done=done, in_order=in_order)
    return Standing(order, done, frozenset(may_open))
