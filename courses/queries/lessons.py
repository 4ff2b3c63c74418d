"""The lessons of a course, and how far an enrolment is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db.models import Q
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
    done = LessonProgress.objects.filter(enrolment=enrolment, completed_at__isnull=False)
    return _standing(enrolment, [page.pk for page in pages], frozenset(done.values_list("lesson_id", flat=True)))


def standings(enrolments: Sequence[Enrolment]) -> list[Standing]:
    """Return how far each enrolment is, in their order. Cost: two queries, whatever the number."""
    lessons = _lessons_by_course({row.course.path: row.course_id for row in enrolments})
    done: dict[int, set[int]] = defaultdict(set)
    rows = LessonProgress.objects.filter(enrolment__in=enrolments, completed_at__isnull=False)
    for enrolment, lesson in rows.values_list("enrolment_id", "lesson_id"):
        done[enrolment].add(lesson)
    return [_standing(row, lessons[row.course_id], frozenset(done[row.pk])) for row in enrolments]


def _lessons_by_course(courses: Mapping[str, int]) -> dict[int, list[int]]:
    """Return the ids of the published lessons by course, in the order of the tree; courses come by their path."""
    found: dict[int, list[int]] = defaultdict(list)
    below = reduce(or_, (Q(path__startswith=path) for path in courses), Q(pk__in=[]))
    for pk, path in LessonPage.objects.live().filter(below).order_by("path").values_list("pk", "path"):
        course = next(pk for top, pk in courses.items() if path.startswith(top))
        found[course].append(pk)
    return found


def _standing(enrolment: Enrolment, lessons: Sequence[int], done: frozenset[int]) -> Standing:
    in_order = enrolment.course.is_ordered and enrolment.completed_at is None
    may_open = sequencing.open_lessons(lessons, done=done, in_order=in_order)
    return Standing(tuple(lessons), done, frozenset(may_open))
