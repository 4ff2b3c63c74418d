"""What lies below a course or module, and where each page stands."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.models import Page, WorkflowState

from courses.enums import PageState
from courses.models import ModulePage


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One page below: `level` counts from 1."""

    page: Page
    level: int
    state: PageState
    may_have_children: bool


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


def outline(page: Page) -> list[OutlineRow]:
    """Return what lies below a page, in the order of the tree. Cost: two queries."""
    below = list(Page.objects.descendant_of(page).order_by("path"))
    reviews = in_review(below)
    return [
        OutlineRow(
            found,
            found.depth - page.depth,
            page_state(found, reviews=reviews),
            may_have_children=found.specific_class is ModulePage,
        )
        for found in below
    ]
