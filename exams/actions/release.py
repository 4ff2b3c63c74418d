"""Releases the results of exams whose results wait for an approval."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core import audit
from exams.errors.results import NothingToRelease, OwnResult
from exams.models import Exam, ReleaseDecision, Sitting
from exams.queries.results import waiting_for_release
from exams.signals import results_released
from people.models import User


@transaction.atomic
def release(exam: Exam, *, sitting: Sitting | None, note: str, actor: User, at: datetime) -> ReleaseDecision:
    """Show the results of all attempts, or those of one sitting, that ended until now.

    Attempts that still wait for a marker are shown as soon as they have their score. Raises NothingToRelease where
    results need no approval or none waits, OwnResult when one's own is among them.
    """
    waiting = waiting_for_release(exam)
    if sitting is not None:
        waiting = [attempt for attempt in waiting if attempt.sitting_id == sitting.pk]
    if not waiting:
        raise NothingToRelease
    if any(attempt.person.user_id == actor.pk for attempt in waiting):
        raise OwnResult
    decision = ReleaseDecision.objects.create(
        exam=exam, sitting=sitting, covers_until=at, note=note.strip(), released_by=actor, released_at=at
    )
    data = {"attempts": len(waiting), "sitting": sitting.public_id if sitting is not None else None}
    audit.record(action="exams.results_released", actor=actor, target=exam, at=at, data=data)
    ids = [attempt.pk for attempt in waiting]
    transaction.on_commit(lambda: results_released.send(sender=Exam, attempt_ids=ids))
    return decision
