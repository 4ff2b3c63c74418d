"""Frees people of credentials for a time: one proposes, a second person decides."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from certificates.models import Credential
from compliance.errors import ExemptionDaysWrong, ExemptionNotInForce, ExemptionOverlaps, ExemptionWaits
from compliance.models import Exemption
from core import audit, clock
from people.actions import proposals
from people.actions.proposals import refuse_own, settle
from people.domain.validity import fault_of
from people.enums import ProposalState
from people.models import Person, User

# Longer than a year would be a change of the training matrix in disguise.
MOST_DAYS = 366


def _refuse_overlap(person: Person, *, credential: Credential, starts_on: date, ends_on: date) -> None:
    left = Q(ended_on=None) | Q(ended_on__gte=starts_on)
    others = Exemption.objects.filter(
        left, person=person, credential=credential, state=ProposalState.APPROVED.value,
        starts_on__lte=ends_on, ends_on__gte=starts_on,
    )  # fmt: skip
    if other := others.order_by("starts_on").first():
        raise ExemptionOverlaps(data={"starts_on": other.starts_on, "ends_on": other.ends_on})


@transaction.atomic
def propose(
    person: Person,
    *,
    credential: Credential,
    reason: str,
    starts_on: date,
    ends_on: date,
    actor: User,
    at: datetime,
) -> Exemption:
    """Ask to free a person of a credential. Nothing changes until a second person approves.

    Raises NeedsTwoPersons for oneself, ExemptionDaysWrong, ExemptionOverlaps with one in force, and ExemptionWaits
    while another proposal for the same two waits.
    """
    refuse_own(person, actor=actor)
    fault = fault_of(starts_on=starts_on, ends_on=ends_on, today=clock.local_day(at), most_days=MOST_DAYS)
    if fault is not None:
        raise ExemptionDaysWrong(data={"fault": fault})
    _refuse_overlap(person, credential=credential, starts_on=starts_on, ends_on=ends_on)
    try:
        with transaction.atomic():
            exemption = Exemption.objects.create(
                person=person,
                subject_id=person.user_id,
                credential=credential,
                reason=reason.strip(),
                starts_on=starts_on,
                ends_on=ends_on,
                proposed_by=actor,
                proposed_at=at,
            )
    except IntegrityError as error:
        raise ExemptionWaits from error
    data = {"starts_on": starts_on, "ends_on": ends_on, "reason": exemption.reason, "credential": credential.code}
    audit.record(action="compliance.exemption_proposed", actor=actor, target=exemption, at=at, data=data)
    return exemption


@transaction.atomic
def approve(exemption: Exemption, *, note: str, actor: User, at: datetime) -> None:
    """Free the person. Raises NeedsTwoPersons, ProposalSettled, and ExemptionOverlaps for one approved meanwhile."""
    # Two approvals for the same person wait for each other, so that both cannot find the way free.
    person = Person.objects.select_for_update().get(pk=exemption.person_id)
    _refuse_overlap(
        person, credential=exemption.credential, starts_on=exemption.starts_on, ends_on=exemption.ends_on
    )
    _settle(exemption, state=ProposalState.APPROVED, note=note, actor=actor, at=at)


@transaction.atomic
def decline(exemption: Exemption, *, note: str, actor: User, at: datetime) -> None:
    """Leave the requirement as it is, and say why. Raises NeedsTwoPersons, DeclineNeedsReason, ProposalSettled."""
    _settle(exemption, state=ProposalState.DECLINED, note=note, actor=actor, at=at)


@transaction.atomic
def withdraw(exemption: Exemption, *, actor: User, at: datetime) -> None:
    """Take one's own proposal back. Raises NotYourProposal, ProposalSettled."""
    _settle(exemption, state=ProposalState.WITHDRAWN, note="", actor=actor, at=at)


def _settle(exemption: Exemption, *, state: ProposalState, note: str, actor: User, at: datetime) -> None:
    settle(exemption, state=state, person=exemption.person, note=note, actor=actor, at=at)
    data = {"note": exemption.decision_note} if exemption.decision_note else {}
    audit.record(action=f"compliance.exemption_{state}", actor=actor, target=exemption, at=at, data=data)


@transaction.atomic
def end_early(exemption: Exemption, *, actor: User, at: datetime) -> None:
    """End an approved exemption from today on; the days before stay exempt.

    Raises NeedsTwoPersons for one's own, ExemptionNotInForce for one that is not approved, is over or was ended.
    """
    last = proposals.end_early(exemption, person=exemption.person, actor=actor, at=at)
    if last is None:
        raise ExemptionNotInForce
    audit.record(
        action="compliance.exemption_ended", actor=actor, target=exemption, at=at, data={"ended_on": last}
    )
