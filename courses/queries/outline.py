"""What lies below a course or module, and where each page stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wagtail.models import Page, WorkflowState

from courses.enums import PageState
from courses.models import LessonPage, ModulePage
from courses.queries.currency import wanting_revision


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One page below: `level` counts from 1; whether the review of a lesson is overdue, or a basis superseded."""

    page: Page
    level: int
    state: PageState
    may_have_children: bool
    is_overdue: bool = False
    is_superseded: bool = False


def page_state(page: Page, *, reviews: frozenset[str]) -> PageState:
    """Return where a page stands; `reviews` holds the ids of pages in review, as text."""
    if str(page.pk) in reviews:
        return PageState.IN_REVIEW
    if page.live:
        return PageState.CHANGED if page.has_unpublished_changes else PageState.LIVE
    return PageState.SCHEDULED if page.approved_schedule else PageState.DRAFT


def in_review(pages: list[Page]) -> frozenset[str]:
    """Return which of these pages wait for approval, as text. Cost: one query."""
    states = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS, object_id__in=[str(page.pk) for page in pages]
    )
    return frozenset(states.values_list("object_id", flat=True))


def outline(page: Page, *, day: date) -> list[OutlineRow]:
    """Return what lies below a page, in the order of the tree. Cost: three queries."""
    below = list(Page.objects.descendant_of(page).order_by("path"))
    reviews = in_review(below)
    flagged = {row.pk: row for row in wanting_revision(LessonPage.objects.descendant_of(page), day=day)}
    return [
        OutlineRow(
            found,
            found.depth - page.depth,
            page_state(found, reviews=reviews),
            may_have_children=found.specific_class is ModulePage,
            is_overdue=found.pk in flagged and flagged[found.pk].is_overdue,
            is_superseded=found.pk in flagged and flagged[found.pk].is_superseded,
        )
        for found in below
    ]
