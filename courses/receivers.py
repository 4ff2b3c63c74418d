"""Hears Wagtail's review of one page and does the same for what lies below it."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import task_approved, task_rejected, task_submitted, workflow_approved, workflow_cancelled

from core import clock
from courses.actions import reviews
from people.models import User


def _page(state: WorkflowState) -> Page | None:
    found = state.content_object
    return found if isinstance(found, Page) else None


@receiver(task_submitted)
def submit_what_lies_below(instance: TaskState, user: User | None, **kwargs: Any) -> None:
    """Send the pages below along."""
    page = _page(instance.workflow_state)
    if page is not None and user is not None:
        reviews.submit_below(page, actor=user)


@receiver(task_approved)
def approve_what_lies_below(instance: TaskState, user: User | None, **kwargs: Any) -> None:
    """Approve the pages that were sent along."""
    page = _page(instance.workflow_state)
    if page is not None and user is not None:
        reviews.approve_below(page, actor=user)


@receiver(task_rejected)
def reject_what_lies_below(instance: TaskState, user: User | None, **kwargs: Any) -> None:
    """Hand back the pages that were sent along."""
    page = _page(instance.workflow_state)
    if page is not None and user is not None:
        reviews.reject_below(page, actor=user, comment=instance.comment)


@receiver(workflow_cancelled)
def withdraw_what_lies_below(instance: WorkflowState, user: User | None, **kwargs: Any) -> None:
    """Take back the pages that were sent along."""
    page = _page(instance)
    if page is not None and user is not None:
        reviews.withdraw_below(page, actor=user)


@receiver(workflow_approved)
def record_who_approved(instance: WorkflowState, user: User | None, **kwargs: Any) -> None:
    """Keep the approval in the audit trail."""
    page = _page(instance)
    if page is not None:
        reviews.record_approval(page, state=instance, actor=user, at=clock.now())
