"""Where proposals for a time stand, and how they are found in lists."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet

from people.enums import ProposalState
from people.models import Employment, Unit
from people.models.proposal import DatedProposal, in_force_on

Kind = TypeVar("Kind", bound=DatedProposal)


def standing_of(proposal: DatedProposal, *, day: date) -> str:
    """Return the one word for a proposal on a day: its state; of an approved one planned, in_force or over."""
    if proposal.state != ProposalState.APPROVED:
        return proposal.state
    last = proposal.ended_on if proposal.ended_on is not None else proposal.ends_on
    if day > last:
        return "over"
    return "in_force" if proposal.starts_on <= day else "planned"


def matching_proposals(
    proposals: QuerySet[Kind], *, text: str, show: str, unit: Unit | None, day: date
) -> QuerySet[Kind]:
    """Return those that fit, newest first; what is empty narrows nothing.

    The text is of the person's name or number; `show` is a state, in_force, over, or declined for withdrawn ones too;
    the person works in the unit or below on the day.
    """
    if words := text.strip():
        proposals = proposals.filter(Q(person__name__icontains=words) | Q(person__employee_no__icontains=words))
    if show == "in_force":
        proposals = proposals.filter(in_force_on(day))
    elif show == "over":
        proposals = proposals.filter(Q(ends_on__lt=day) | Q(ended_on__lt=day), state=ProposalState.APPROVED.value)
    elif show == "declined":
        proposals = proposals.filter(state__in=[ProposalState.DECLINED.value, ProposalState.WITHDRAWN.value])
    elif show:
        proposals = proposals.filter(state=show)
    if unit is not None:
        working = Q(ends_on=None) | Q(ends_on__gte=day)
        there = Employment.objects.filter(working, starts_on__lte=day, unit__above__ancestor=unit)
        proposals = proposals.filter(person__in=there.values("person"))
    return proposals.select_related("person", "proposed_by").order_by("-pk")
