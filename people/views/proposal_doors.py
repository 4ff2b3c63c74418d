"""What the doors of every kind of proposal do alike: list by state, decide, take back, end early.

`actions` is the module of the kind that a door serves (`approve`, `decline`, `withdraw`, `end_early`).
"""

from __future__ import annotations

from datetime import datetime
from types import ModuleType
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from core.errors import Refusal
from people.forms.decision import DecisionForm
from people.models.proposal import PROPOSAL_STATE_LABELS, DatedProposal, Proposal

PAGE_SIZE = 50


def by_state(request: HttpRequest, rows: QuerySet[Any], *, first: str = "") -> dict[str, object]:
    """Return a page of the proposals of the state asked for (of `first` where none is), the newest first."""
    state = request.GET.get("state", first)
    if state in dict(PROPOSAL_STATE_LABELS):
        rows = rows.filter(state=state)
    page = Paginator(rows.order_by("-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    return {"page": page, "states": PROPOSAL_STATE_LABELS, "state": state, "query": f"state={state}"}


def decide(
    request: HttpRequest, proposal: Proposal, actions: ModuleType, *, may_decide: bool, at: datetime
) -> DecisionForm | None:
    """Carry out what a second person posts; return the form to show, or None once it is done.

    Raises PermissionDenied for a post of anybody else.
    """
    form = DecisionForm(request.POST or None)
    if request.method != "POST":
        return form
    if not may_decide:
        raise PermissionDenied
    act = actions.approve if request.POST.get("decision") == "approve" else actions.decline
    if not form.is_valid():
        return form
    try:
        act(proposal, note=form.cleaned_data["note"], actor=request.user, at=at)
    except Refusal as refusal:
        form.add_error("note", refusal.message)
        return form
    return None


def withdraw(request: HttpRequest, proposal: Proposal, actions: ModuleType, *, done: str, at: datetime) -> None:
    """Take one's own proposal back and say so. Raises PermissionDenied for somebody else's."""
    if proposal.proposed_by_id != request.user.pk:
        raise PermissionDenied
    try:
        actions.withdraw(proposal, actor=request.user, at=at)
        messages.success(request, done)
    except Refusal as refusal:
        messages.error(request, refusal.message)


def end_early(
    request: HttpRequest, proposal: DatedProposal, actions: ModuleType, *, may_end: bool, done: str, at: datetime
) -> None:
    """End what was approved from today on and say so. Raises PermissionDenied where one may not."""
    if not may_end:
        raise PermissionDenied
    try:
        actions.end_early(proposal, actor=request.user, at=at)
        messages.success(request, done)
    except Refusal as refusal:
        messages.error(request, refusal.message)
