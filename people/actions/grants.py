"""Gives rights, proposes those that take two persons, and ends them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from core import audit, clock
from people.domain.granting import Verdict, Wish, may_decide, may_end, verdict
from people.enums import Right
from people.errors import (
    REFUSED_WISHES,
    GrantHasEnded,
    LastAdministrator,
    LastDayHasPassed,
    NotYoursToDecide,
    NotYoursToEnd,
    ProposalIsDecided,
    RightIsHeld,
    RightIsProposed,
)
from people.models import GrantProposal, RoleGrant, Unit, User
from people.queries.grants import administrators, rights_over


def _refuse_what_is_held(user: User, right: str, unit: Unit, *, starts_on: date, ends_on: date | None) -> None:
    User.objects.select_for_update().get(pk=user.pk)  # two givers at once: the second sees what the first gave
    same = RoleGrant.objects.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on), user=user, right=right, unit=unit)
    if ends_on is not None:
        same = same.filter(starts_on__lte=ends_on)
    if same.exists():
        raise RightIsHeld


@transaction.atomic
def give(
    user: User,
    *,
    right: Right,
    unit: Unit,
    starts_on: date,
    ends_on: date | None,
    reason: str,
    actor: User,
    at: datetime,
) -> RoleGrant | GrantProposal:
    """Give a right within a unit and below; one that takes two persons is proposed instead, and returned as such.

    Raises the refusal of the broken rule (`people.domain.granting.verdict`), RightIsHeld for a period in which the
    account holds the right there already, RightIsProposed while the same proposal waits.
    """
    today = clock.local_day(at)
    wish = Wish(right, starts_on, ends_on, is_to_oneself=user.pk == actor.pk)
    found = verdict(wish, giver=rights_over(actor, unit, day=today), today=today)
    if found in REFUSED_WISHES:
        raise REFUSED_WISHES[found]
    _refuse_what_is_held(user, right, unit, starts_on=starts_on, ends_on=ends_on)
    fields = {"user": user, "right": right.value, "unit": unit, "starts_on": starts_on, "ends_on": ends_on}
    row: RoleGrant | GrantProposal
    if found is Verdict.PROPOSED:
        if GrantProposal.objects.filter(user=user, right=right.value, unit=unit, outcome="").exists():
            raise RightIsProposed
        row = GrantProposal.objects.create(**fields, reason=reason, proposed_by=actor, proposed_at=at)
    else:
        row = RoleGrant.objects.create(**fields, reason=reason, granted_by=actor)
    audit.record(action=f"people.right_{found}", actor=actor, target=row, at=at, data=_told(row))
    return row


def _told(row: RoleGrant | GrantProposal) -> dict[str, object]:
    return {
        "account": row.user.employee_no,
        "right": row.right,
        "unit": row.unit.code,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "reason": row.reason,
    }


@transaction.atomic
def approve(proposal: GrantProposal, *, actor: User, at: datetime) -> RoleGrant:
    """Give the right that another administrator proposed; from today, where its first day has passed meanwhile.

    Raises NotYoursToDecide for the proposer, the receiver and whoever is no administrator over the unit,
    ProposalIsDecided for the second of two, RightIsHeld, and the refusal for a last day that has passed.
    """
    today = clock.local_day(at)
    row = _to_decide(proposal, actor=actor, today=today)
    starts_on = max(row.starts_on, today)
    if row.ends_on is not None and row.ends_on < starts_on:
        raise REFUSED_WISHES[Verdict.ENDS_BEFORE_IT_BEGINS]
    _refuse_what_is_held(row.user, row.right, row.unit, starts_on=starts_on, ends_on=row.ends_on)
    grant = RoleGrant.objects.create(
        user=row.user,
        right=row.right,
        unit=row.unit,
        starts_on=starts_on,
        ends_on=row.ends_on,
        reason=row.reason,
        granted_by=row.proposed_by,
        approved_by=actor,
    )
    _decide(row, outcome="approved", actor=actor, at=at)
    audit.record(action="people.right_approved", actor=actor, target=grant, at=at, data=_told(grant))
    return grant


@transaction.atomic
def decline(proposal: GrantProposal, *, actor: User, at: datetime) -> None:
    """Turn a proposal down; whoever proposed it withdraws it instead. Raises as `approve` does."""
    is_own = proposal.proposed_by_id == actor.pk
    row = _to_decide(proposal, actor=actor, today=clock.local_day(at), is_withdrawal=is_own)
    outcome = "withdrawn" if is_own else "declined"
    _decide(row, outcome=outcome, actor=actor, at=at)
    audit.record(action=f"people.right_{outcome}", actor=actor, target=row, at=at, data=_told(row))


def _to_decide(proposal: GrantProposal, *, actor: User, today: date, is_withdrawal: bool = False) -> GrantProposal:
    row = GrantProposal.objects.select_for_update().get(pk=proposal.pk)
    if row.outcome:
        raise ProposalIsDecided
    if not is_withdrawal and not may_decide(
        decider=rights_over(actor, row.unit, day=today),
        is_receiver=row.user_id == actor.pk,
        is_proposer=row.proposed_by_id == actor.pk,
    ):
        raise NotYoursToDecide
    return row


def _decide(row: GrantProposal, *, outcome: str, actor: User, at: datetime) -> None:
    row.outcome, row.decided_by, row.decided_at = outcome, actor, at
    row.save(update_fields=["outcome", "decided_by", "decided_at"])


@transaction.atomic
def end(grant: RoleGrant, *, last_day: date | None, reason: str, actor: User, at: datetime) -> None:
    """Set the last day of a grant, or stop it at once where `last_day` is None. The row is kept as proof.

    Raises NotYoursToEnd, GrantHasEnded for one that ends on that day or before already, LastDayHasPassed for a day
    before today or before its first, and LastAdministrator where nobody would be left to give rights.
    """
    today = clock.local_day(at)
    row = RoleGrant.objects.select_for_update().get(pk=grant.pk)
    holder = rights_over(actor, row.unit, day=today)
    if not may_end(Right(row.right), holder=holder, is_own=row.user_id == actor.pk):
        raise NotYoursToEnd
    has_ended = row.stopped_at is not None or (row.ends_on is not None and row.ends_on < today)
    if has_ended or (last_day is not None and row.ends_on is not None and row.ends_on <= last_day):
        raise GrantHasEnded
    if last_day is not None and last_day < max(today, row.starts_on):
        raise LastDayHasPassed
    if row.right == Right.ADMIN:
        refuse_to_lose_the_last_administrator(row.user, day=today)
    if last_day is None:
        row.stopped_at = at
    row.ends_on = last_day or max(today, row.starts_on)
    row.save(update_fields=["ends_on", "stopped_at"])
    data = {**_told(row), "at_once": last_day is None, "reason": reason}
    audit.record(action="people.right_ended", actor=actor, target=row, at=at, data=data)


def refuse_to_lose_the_last_administrator(user: User, *, day: date) -> None:
    """Raise LastAdministrator when no other account may administer; locks them, so that two do not leave at once."""
    left = [row.pk for row in administrators(day).select_for_update() if row.pk != user.pk]
    if not left:
        raise LastAdministrator
