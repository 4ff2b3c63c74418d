"""Which published lessons want to be read again by their authors: the review is due, or a basis holds no longer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left, Length

from courses.models import CoursePage, LessonBasis, LessonPage

BELOW_A_COURSE = 2 * LessonPage.steplen  # of the path: a module, and the lesson in it


@dataclass(frozen=True, slots=True)
class ToRevise:
    """Published lessons that want a revision, the first of them and how many there are."""

    lessons: list[LessonPage]
    count: int


def wanting_revision(lessons: QuerySet[LessonPage], *, day: date) -> QuerySet[LessonPage]:
    """Return the published ones with `is_overdue` (review by a day that is past) or `is_superseded` (some basis)."""
    superseded = LessonBasis.objects.filter(lesson=OuterRef("pk"), standard__superseded_by__isnull=False)
    found: QuerySet[LessonPage] = lessons.filter(live=True).annotate(
        is_overdue=Q(review_by__isnull=False, review_by__lt=day), is_superseded=Exists(superseded)
    )
    return found.filter(Q(is_overdue=True) | Q(is_superseded=True))


def to_revise(courses: QuerySet[CoursePage], *, day: date, most: int) -> ToRevise:
    """Return the lessons of these courses that want a revision, by their place. Cost: two queries at most."""
    course = Left("path", Length("path") - BELOW_A_COURSE)
    lessons = LessonPage.objects.annotate(course_path=course).filter(course_path__in=courses.values("path"))
    found = wanting_revision(lessons, day=day)
    first = list(found.order_by("path")[: most + 1])
    return ToRevise(first[:most], len(first) if len(first) <= most else found.count())
