"""Settles proposals; the floor that owns one does what it asks for, and writes the audit row."""

from __future__ import annotations

from datetime import date, datetime

from core import clock
from people.domain.validity import last_day_when_ended
from people.enums import ProposalState
from people.errors import DeclineNeedsReason, NeedsTwoPersons, NotYourProposal, ProposalSettled
from people.models import Person, User
from people.models.proposal import DatedProposal, Proposal


def refuse_own(person: Person, *, actor: User) -> None:
    """Raise NeedsTwoPersons when the actor is the person concerned."""
    if person.user_id == actor.pk:
        raise NeedsTwoPersons


def settle(
    proposal: Proposal, *, state: ProposalState, person: Person | None, note: str, actor: User, at: datetime
) -> None:
    """Approve, decline or withdraw a proposal about a person, or about none, once; part of the caller's transaction.

    Raises NeedsTwoPersons, NotYourProposal, DeclineNeedsReason, and ProposalSettled for the second of two.
    """
    is_own = actor.pk == proposal.proposed_by_id
    if state is ProposalState.WITHDRAWN:
        if not is_own:
            raise NotYourProposal
    elif is_own or (person is not None and person.user_id == actor.pk):
        raise NeedsTwoPersons
    if state is ProposalState.DECLINED and not note.strip():
        raise DeclineNeedsReason
    # The person may have got an account since.
    fields = {
        "state": state.value,
        "subject": person.user_id if person is not None else None,
        "decided_by": actor.pk,
        "decided_at": at,
        "decision_note": note.strip(),
    }
    waiting = type(proposal)._default_manager.filter(pk=proposal.pk, state=ProposalState.PROPOSED.value)
    if not waiting.update(**fields):
        raise ProposalSettled
    proposal.refresh_from_db()


def end_early(proposal: DatedProposal, *, person: Person, actor: User, at: datetime) -> date | None:
    """End an approved proposal about a person from today on; the days before stay. Part of the caller's transaction.

    Return its last day; None, changing nothing, for one that is not approved, is over or was ended. Raises
    NeedsTwoPersons for one's own.
    """
    refuse_own(person, actor=actor)
    today = clock.local_day(at)
    last = last_day_when_ended(starts_on=proposal.starts_on, today=today)
    running = type(proposal)._default_manager.filter(
        pk=proposal.pk, state=ProposalState.APPROVED.value, ended_on=None, ends_on__gte=today
    )
    if not running.update(ended_on=last, ended_by=actor, ended_at=at):
        return None
    proposal.refresh_from_db()
    return last
