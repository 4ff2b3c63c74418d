"""More time for one attempt, given by a proctor."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from core import audit
from exams.enums import AttemptState
from exams.errors import ExamNotOpen
from exams.models import Attempt, Extension
from people.models import User


@transaction.atomic
def extend(attempt: Attempt, *, minutes: int, reason: str, actor: User, at: datetime) -> Attempt:
    """Give an open attempt more time, with a reason. Raises ExamNotOpen when it has ended."""
    locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if locked.state != AttemptState.OPEN:
        raise ExamNotOpen
    Extension.objects.create(attempt=locked, minutes=minutes, reason=reason, given_by=actor, given_at=at)
    locked.deadline_at += timedelta(minutes=minutes)
    locked.save(update_fields=["deadline_at"])
    audit.record(
        action="exams.attempt_extended",
        actor=actor,
        target=locked,
        at=at,
        data={"minutes": minutes, "reason": reason, "deadline_at": locked.deadline_at},
    )
    return locked
