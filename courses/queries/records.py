"""What the records of learners rest on."""

from __future__ import annotations

from wagtail.models import Page

from courses.models import Enrolment, LessonProgress


def anybody_learnt(page: Page) -> bool:
    """Tell whether somebody is enrolled in this page's course, or opened a lesson, here or below."""
    pages = Page.objects.descendant_of(page, inclusive=True).values("pk")
    return (
        Enrolment.objects.filter(course__in=pages).exists()
        or LessonProgress.objects.filter(lesson__in=pages).exists()
    )
