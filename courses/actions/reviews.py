"""A page goes to review with all that is written below it, and comes back with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from wagtail.models import Page, TaskState, WorkflowState

from core import audit
from courses.queries.readiness import drafts_below
from people.models import User


@transaction.atomic
def submit_below(page: Page, *, actor: User) -> None:
    """Send the drafts below to review; those that are in review stay there."""
    for draft in drafts_below(page):
        state = draft.current_workflow_state
        if state is None:
            workflow = draft.get_workflow()
            if workflow is not None:
                workflow.start(draft, actor)
        elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            state.resume(user=actor)


@transaction.atomic
def approve_below(page: Page, *, actor: User) -> None:
    """Approve what waits below, where this person may: one's own writing waits for somebody else."""
    for draft, state in _waiting_below(page):
        if "approve" in {name for name, _label, _modal in state.task.specific.get_actions(draft, actor)}:
            state.approve(user=actor)


@transaction.atomic
def reject_below(page: Page, *, actor: User, comment: str) -> None:
    """Hand back what waits below, with the same comment, so that its author can go on writing."""
    for draft, state in _waiting_below(page):
        if "reject" in {name for name, _label, _modal in state.task.specific.get_actions(draft, actor)}:
            state.reject(user=actor, comment=comment)


@transaction.atomic
def withdraw_below(page: Page, *, actor: User) -> None:
    """Take what was sent along back from review."""
    for _draft, state in _waiting_below(page):
        state.workflow_state.cancel(user=actor)


@transaction.atomic
def record_approval(page: Page, *, state: WorkflowState, actor: User | None, at: datetime) -> None:
    """Write down who approved which revision of a page, and who had asked for it."""
    audit.record(
        action="courses.page_approved",
        actor=actor,
        target=page,
        at=at,
        data={"revision": state.current_task_state.revision_id, "requested_by": state.requested_by_id},
    )


def _waiting_below(page: Page) -> Iterator[tuple[Page, TaskState]]:
    """Yield one by one, each as it stands by then: what happens to a module happens to its lessons meanwhile."""
    for draft in drafts_below(page):
        state = draft.current_workflow_state
        if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
            yield draft, state.current_task_state.specific
