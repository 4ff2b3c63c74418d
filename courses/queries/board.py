"""What a trainer sees first: the courses one keeps, and what waits for one's review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from wagtail.models import Page, TaskState

from courses.enums import PageState
from courses.models import CoursePage
from courses.queries.outline import in_review, page_state
from people.models import User


@dataclass(frozen=True, slots=True)
class CourseRow:
    """One course of a trainer: where it stands, how many learn it now, how many completed it."""

    course: CoursePage
    state: PageState
    learning: int
    completed: int


def course_rows(courses: QuerySet[CoursePage], *, most: int) -> list[CourseRow]:
    """Return the courses, those that want attention first, then by code. Cost: two queries."""
    counted = courses.annotate(
        learning=Count("enrolments", filter=Q(enrolments__completed_at=None) & ~Q(enrolments=None)),
        completed=Count("enrolments", filter=Q(enrolments__completed_at__isnull=False)),
    )
    pages = list(counted.order_by("code", "pk"))
    reviews = in_review(pages)
    rows = [CourseRow(page, page_state(page, reviews=reviews), page.learning, page.completed) for page in pages]
    order = [PageState.IN_REVIEW, PageState.DRAFT, PageState.CHANGED, PageState.SCHEDULED, PageState.LIVE]
    return sorted(rows, key=lambda row: order.index(row.state))[:most]


def reviews_for(user: User, *, most: int) -> Sequence[TaskState]:
    """Return what waits for this person's approval and was not asked for by the same person, oldest first.

    Of a course that was sent with all below it, only the course itself. Cost: three queries, whatever the number.
    """
    waiting = TaskState.objects.reviewable_by(user).exclude(workflow_state__requested_by=user)
    states = list(waiting.select_related("workflow_state__requested_by", "revision").order_by("started_at", "pk"))
    pages = {
        str(page.pk): page
        for page in Page.objects.filter(pk__in=[state.workflow_state.object_id for state in states]).order_by(
            "path"
        )
    }
    paths = [page.path for page in pages.values()]
    tops = {
        key for key, page in pages.items() if not any(page.path.startswith(p) for p in paths if p != page.path)
    }
    return [state for state in states if state.workflow_state.object_id in tops][:most]
