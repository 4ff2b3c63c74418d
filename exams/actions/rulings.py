"""Rulings on attempts: one proposes, a second person decides; an approved one is never undone."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from core import audit
from exams.enums import AttemptState, RulingKind
from exams.errors.rulings import GrantedBefore, NothingToGrant, RulingProposed, StillRuns, VoidBefore
from exams.models import Attempt, Ruling
from exams.models.ruling import GRANTING, VOIDING
from exams.queries.attempts import current_score
from exams.signals import pass_withdrawn
from people.actions.proposals import refuse_own, settle
from people.enums import ProposalState
from people.models import User


def _refuse_senseless(attempt: Attempt, kind: str) -> None:
    """Raise VoidBefore, GrantedBefore, and for a grant alone StillRuns or NothingToGrant."""
    approved = Ruling.objects.filter(attempt=attempt, state=ProposalState.APPROVED.value)
    if kind in VOIDING and attempt.state == AttemptState.VOID:
        raise VoidBefore
    if kind in GRANTING and approved.filter(kind__in=GRANTING).exists():
        raise GrantedBefore
    if kind == RulingKind.GRANT:
        if attempt.state == AttemptState.OPEN:
            raise StillRuns
        score = current_score(attempt)
        if attempt.state != AttemptState.VOID and score is not None and score.passed:
            raise NothingToGrant


def _locked(attempt: Attempt) -> Attempt:
    rows = Attempt.objects.select_for_update(of=("self",)).select_related("person", "exam")
    return rows.get(pk=attempt.pk)


@transaction.atomic
def propose(attempt: Attempt, *, kind: str, reason: str, actor: User, at: datetime) -> Ruling:
    """Propose a ruling on an attempt. Nothing changes until a second person approves.

    Raises NeedsTwoPersons for one's own attempt, VoidBefore, GrantedBefore, StillRuns for a grant beside an
    attempt that runs, NothingToGrant beside a passed one, RulingProposed while another waits.
    """
    locked = _locked(attempt)
    refuse_own(locked.person, actor=actor)
    _refuse_senseless(locked, kind)
    try:
        with transaction.atomic():
            made = Ruling.objects.create(
                attempt=locked,
                kind=kind,
                subject_id=locked.person.user_id,
                reason=reason.strip(),
                proposed_by=actor,
                proposed_at=at,
            )
    except IntegrityError as error:
        raise RulingProposed from error
    data = {"kind": kind, "reason": made.reason}
    audit.record(action="exams.ruling_proposed", actor=actor, target=locked, at=at, data=data)
    return made


@transaction.atomic
def approve(ruling: Ruling, *, note: str, actor: User, at: datetime) -> None:
    """Let a ruling hold: from now on the attempt counts nowhere, or one more may begin, or both.

    A running attempt that becomes void ends now. What rests on a void attempt is left to the floors above, which are
    told. Raises NeedsTwoPersons, ProposalSettled, and as `propose` what became senseless meanwhile.
    """
    attempt = _locked(ruling.attempt)
    _refuse_senseless(attempt, ruling.kind)
    settle(ruling, state=ProposalState.APPROVED, person=attempt.person, note=note, actor=actor, at=at)
    data = {"kind": ruling.kind, "reason": ruling.reason, "proposed_by": str(ruling.proposed_by)}
    if ruling.voids:
        data["state_before"] = attempt.state
        Attempt.objects.filter(pk=attempt.pk).update(state=AttemptState.VOID, ended_at=attempt.ended_at or at)
        said = {"attempt_id": attempt.pk, "actor_id": ruling.proposed_by_id, "reason": ruling.reason}
        transaction.on_commit(lambda: pass_withdrawn.send(sender=Attempt, **said))
    audit.record(action="exams.ruling_approved", actor=actor, target=attempt, at=at, data=data)


@transaction.atomic
def decline(ruling: Ruling, *, note: str, actor: User, at: datetime) -> None:
    """Let everything stand, and say why. Raises NeedsTwoPersons, DeclineNeedsReason, ProposalSettled."""
    attempt = ruling.attempt
    settle(ruling, state=ProposalState.DECLINED, person=attempt.person, note=note, actor=actor, at=at)
    data = {"kind": ruling.kind, "note": ruling.decision_note}
    audit.record(action="exams.ruling_declined", actor=actor, target=attempt, at=at, data=data)


@transaction.atomic
def withdraw(ruling: Ruling, *, actor: User, at: datetime) -> None:
    """Take one's own proposal back. Raises NotYourProposal, ProposalSettled."""
    attempt = ruling.attempt
    settle(ruling, state=ProposalState.WITHDRAWN, person=attempt.person, note="", actor=actor, at=at)
    data = {"kind": ruling.kind}
    audit.record(action="exams.ruling_withdrawn", actor=actor, target=attempt, at=at, data=data)
