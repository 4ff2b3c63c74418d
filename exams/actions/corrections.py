"""Corrects keys after use: one proposes, a second person approves, a job writes scores beside the old ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from core import audit, jobs
from exams.actions.marking import mark, mark_again
from exams.enums import CorrectionKind, ItemStatus
from exams.errors.results import CorrectionChangesNothing, CorrectionProposed, CorrectionRefused, OwnResult
from exams.item_types.registry import item_type
from exams.models import Attempt, ItemVersion, KeyCorrection
from exams.queries.attempts import current_score
from exams.queries.corrections import affected_attempts, change_of, preview
from people.actions.proposals import settle
from people.enums import ProposalState
from people.models import User


def job_key(correction: KeyCorrection) -> str:
    """Return the key of the job that writes the scores."""
    return f"exams.apply_key_correction:{correction.pk}"


def _refuse_own(version: ItemVersion, *, actor: User) -> None:
    if affected_attempts(version).filter(person__user=actor).exists():
        raise OwnResult


@transaction.atomic
def propose(
    version: ItemVersion, *, kind: str, key: Mapping[str, Any] | None, reason: str, actor: User, at: datetime
) -> KeyCorrection:
    """Propose to mark a wording by something else than its key. Nothing changes until a second person approves.

    `key` is given for another key only. Raises OwnResult for whoever sat this question, CorrectionRefused for a
    wording never approved or a key with problems, CorrectionChangesNothing for the key that it has,
    CorrectionProposed while another waits.
    """
    _refuse_own(version, actor=actor)
    if version.status not in (ItemStatus.APPROVED, ItemStatus.RETIRED):
        raise CorrectionRefused(data={"problems": ["not_approved"]})
    new_key = dict(key or {}) if kind == CorrectionKind.NEW_KEY else None
    if new_key is not None:
        if problems := item_type(version.item_type).problems(version.body, new_key):
            raise CorrectionRefused(data={"problems": problems})
        if new_key == version.key:
            raise CorrectionChangesNothing
    try:
        with transaction.atomic():
            correction = KeyCorrection.objects.create(
                version=version, kind=kind, key=new_key, reason=reason.strip(), proposed_by=actor, proposed_at=at
            )
    except IntegrityError as error:
        raise CorrectionProposed from error
    # The new key itself stays out of the trail, which auditors read.
    data = {"kind": kind, "reason": correction.reason}
    audit.record(action="exams.key_correction_proposed", actor=actor, target=version, at=at, data=data)
    return correction


@transaction.atomic
def approve(correction: KeyCorrection, *, note: str, actor: User, at: datetime) -> None:
    """Let a correction hold from now on, and want the job that writes the new scores.

    A question that counts for everybody or nobody is drawn no more. Raises OwnResult, NeedsTwoPersons,
    ProposalSettled.
    """
    _refuse_own(correction.version, actor=actor)
    counts = preview(correction.version, change_of(correction)).counts
    settle(correction, state=ProposalState.APPROVED, person=None, note=note, actor=actor, at=at)
    if retires(correction):
        ItemVersion.objects.filter(pk=correction.version_id, status=ItemStatus.APPROVED).update(
            status=ItemStatus.RETIRED
        )
    data = {"kind": correction.kind, "proposed_by": str(correction.proposed_by), **counts}
    audit.record(action="exams.key_corrected", actor=actor, target=correction.version, at=at, data=data)
    jobs.enqueue_on_commit(
        "exams.apply_key_correction", at=at, key=job_key(correction), owner=actor, correction_id=correction.pk
    )


def retires(correction: KeyCorrection) -> bool:
    """Tell whether approving it takes a wording out of use."""
    return correction.kind != CorrectionKind.NEW_KEY and correction.version.status == ItemStatus.APPROVED


@transaction.atomic
def decline(correction: KeyCorrection, *, note: str, actor: User, at: datetime) -> None:
    """Let the key stand, and say why. Raises NeedsTwoPersons, DeclineNeedsReason, ProposalSettled."""
    settle(correction, state=ProposalState.DECLINED, person=None, note=note, actor=actor, at=at)
    data = {"note": correction.decision_note}
    audit.record(action="exams.key_correction_declined", actor=actor, target=correction.version, at=at, data=data)


@transaction.atomic
def withdraw(correction: KeyCorrection, *, actor: User, at: datetime) -> None:
    """Take one's own proposal back. Raises NotYourProposal, ProposalSettled."""
    settle(correction, state=ProposalState.WITHDRAWN, person=None, note="", actor=actor, at=at)
    audit.record(action="exams.key_correction_withdrawn", actor=actor, target=correction.version, at=at)


def apply(
    correction: KeyCorrection, *, at: datetime, progress: Callable[[int, int], None] | None = None
) -> dict[str, int]:
    """Mark every attempt that holds the wording again, each in a transaction of its own; a second run finds nothing.

    Returns how many attempts there are and how many got a further score.
    """
    why = gettext("The key of question %(code)s was corrected: %(reason)s") % {
        "code": correction.version,
        "reason": correction.reason,
    }
    found = list(affected_attempts(correction.version).order_by("pk").values_list("pk", flat=True))
    changed = 0
    for done, pk in enumerate(found, start=1):
        with transaction.atomic():
            attempt = Attempt.objects.select_for_update(of=("self",)).select_related("exam", "person").get(pk=pk)
            if current_score(attempt) is None:
                changed += mark(attempt, at=at) is not None
            else:
                score = mark_again(attempt, at=at, actor=correction.proposed_by, reason=why, correction=correction)
                changed += score is not None
        if progress is not None and (done % 25 == 0 or done == len(found)):
            progress(done, len(found))
    return {"attempts": len(found), "changed": changed}
