"""What a page needs to know about the learner who reads it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.db.models import QuerySet
from django.template.defaultfilters import floatformat
from django.utils.translation import ngettext

from core import clock
from courses.models import CoursePage, Enrolment, LessonPage
from courses.permissions import visible_courses
from courses.queries.lessons import Standing, live_lessons, standing

register = template.Library()


@register.filter
def training_hours(hours: Decimal | str) -> str:
    """Return hours with their unit, in words that fit one and many; a snapshot keeps them as text."""
    words = ngettext("%(hours)s training hour", "%(hours)s training hours", 1 if Decimal(hours) == 1 else 2)
    return words % {"hours": floatformat(hours)}


@register.simple_tag(takes_context=True)
def courses_to_see(context: dict[str, Any]) -> QuerySet[CoursePage]:
    """Return the published courses that are for the reader, in the order of the tree. Cost: one query."""
    return visible_courses(context["request"].user, day=clock.local_day(clock.now())).order_by("path")


@register.simple_tag(takes_context=True)
def my_enrolment(context: dict[str, Any], course: CoursePage) -> Enrolment | None:
    """Return the reader's newest enrolment in a course, or None. Cost: one query."""
    user = context["request"].user
    if not user.is_authenticated:
        return None
    rows = Enrolment.objects.filter(person__user=user, course=course).select_related(
        "course", "person", "assignment__assigned_by"
    )
    return rows.order_by("-cycle").first()


@register.simple_tag
def lessons_of(course: CoursePage) -> list[LessonPage]:
    """Return the published lessons of a course in order. Cost: one query."""
    return list(live_lessons(course))


@register.simple_tag
def standing_of(enrolment: Enrolment | None, lessons: list[LessonPage]) -> Standing | None:
    """Return how far an enrolment is. Cost: one query."""
    return standing(enrolment, lessons=lessons) if enrolment is not None else None


@register.simple_tag
def lesson_with_id(lessons: list[LessonPage], pk: int | None) -> LessonPage | None:
    """Return the lesson of an id among those at hand."""
    return next((lesson for lesson in lessons if lesson.pk == pk), None)
