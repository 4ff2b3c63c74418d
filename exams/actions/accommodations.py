"""Gives people what they need in exams: one proposes, a second person decides, either may end it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from core import audit, clock
from exams.domain.accommodations import MOST_DAYS, Given
from exams.errors.conditions import (
    AccommodationDaysWrong,
    AccommodationEmpty,
    AccommodationNotInForce,
    AccommodationOverlaps,
    AccommodationWaits,
)
from exams.models import Accommodation
from people.actions import proposals
from people.domain.validity import fault_of
from people.enums import ProposalState
from people.models import Person, User


def _refuse_overlap(person: Person, *, starts_on: date, ends_on: date) -> None:
    left = Q(ended_on=None) | Q(ended_on__gte=starts_on)
    approved = Accommodation.objects.filter(left, person=person, state=ProposalState.APPROVED.value)
    if other := approved.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).order_by("starts_on").first():
        raise AccommodationOverlaps(data={"starts_on": other.starts_on, "ends_on": other.ends_on})


@transaction.atomic
def propose(
    person: Person, *, given: Given, reason: str, starts_on: date, ends_on: date, actor: User, at: datetime
) -> Accommodation:
    """Ask for an accommodation. Nothing changes until a second person approves.

    The trail holds no reason: it is read by more people than may know one. Raises NeedsTwoPersons for oneself,
    AccommodationEmpty, AccommodationDaysWrong, AccommodationOverlaps with one in force, AccommodationWaits.
    """
    proposals.refuse_own(person, actor=actor)
    if not given.is_something:
        raise AccommodationEmpty
    fault = fault_of(starts_on=starts_on, ends_on=ends_on, today=clock.local_day(at), most_days=MOST_DAYS)
    if fault is not None:
        raise AccommodationDaysWrong(data={"fault": fault})
    _refuse_overlap(person, starts_on=starts_on, ends_on=ends_on)
    try:
        with transaction.atomic():
            made = Accommodation.objects.create(
                person=person,
                subject_id=person.user_id,
                reason=reason.strip(),
                starts_on=starts_on,
                ends_on=ends_on,
                proposed_by=actor,
                proposed_at=at,
                **asdict(given),
            )
    except IntegrityError as error:
        raise AccommodationWaits from error
    data = {"starts_on": starts_on, "ends_on": ends_on, "given": given.facts}
    audit.record(action="exams.accommodation_proposed", actor=actor, target=made, at=at, data=data)
    return made


@transaction.atomic
def approve(accommodation: Accommodation, *, note: str, actor: User, at: datetime) -> None:
    """Give it from its first day on; attempts that run already keep what they began with.

    Raises NeedsTwoPersons, ProposalSettled, and AccommodationOverlaps for one approved meanwhile.
    """
    # Two approvals for one person wait for each other, so that both cannot find the way free.
    person = Person.objects.select_for_update().get(pk=accommodation.person_id)
    _refuse_overlap(person, starts_on=accommodation.starts_on, ends_on=accommodation.ends_on)
    _settle(accommodation, state=ProposalState.APPROVED, note=note, actor=actor, at=at)


@transaction.atomic
def decline(accommodation: Accommodation, *, note: str, actor: User, at: datetime) -> None:
    """Give nothing, and say why. Raises NeedsTwoPersons, DeclineNeedsReason, ProposalSettled."""
    _settle(accommodation, state=ProposalState.DECLINED, note=note, actor=actor, at=at)


@transaction.atomic
def withdraw(accommodation: Accommodation, *, actor: User, at: datetime) -> None:
    """Take one's own proposal back. Raises NotYourProposal, ProposalSettled."""
    _settle(accommodation, state=ProposalState.WITHDRAWN, note="", actor=actor, at=at)


def _settle(accommodation: Accommodation, *, state: ProposalState, note: str, actor: User, at: datetime) -> None:
    person = accommodation.person
    proposals.settle(accommodation, state=state, person=person, note=note, actor=actor, at=at)
    audit.record(action=f"exams.accommodation_{state}", actor=actor, target=accommodation, at=at)


@transaction.atomic
def end_early(accommodation: Accommodation, *, actor: User, at: datetime) -> None:
    """End an approved accommodation from today on; attempts that run keep what they began with.

    Raises NeedsTwoPersons for one's own, AccommodationNotInForce for one that is not approved, is over or was ended.
    """
    last = proposals.end_early(accommodation, person=accommodation.person, actor=actor, at=at)
    if last is None:
        raise AccommodationNotInForce
    data = {"ended_on": last}
    audit.record(action="exams.accommodation_ended", actor=actor, target=accommodation, at=at, data=data)
