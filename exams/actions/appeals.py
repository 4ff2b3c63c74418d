"""Appeals: a candidate says what is wrong with a released result; somebody else decides, with a reason."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction

from core import audit
from exams.enums import AppealOutcome, AttemptState
from exams.errors import NotYourOwnAnswer
from exams.errors.results import AppealRefused, AppealSettled, AppealTooLate, AppealWaits, NothingToRemark
from exams.models import Appeal, Attempt, MarkingTask
from exams.queries.attempts import current_score
from exams.queries.results import is_released
from people.models import User


@transaction.atomic
def raise_appeal(attempt: Attempt, *, position: int | None, text: str, actor: User, at: datetime) -> Appeal:
    """Appeal against one question of one's own released result, or against the whole.

    Raises AppealRefused for a result that is not one's own, not released or void, and for a position that there is not,
    AppealTooLate, AppealWaits while another one waits.
    """
    score = current_score(attempt)
    if score is None or attempt.person.user_id != actor.pk or not is_released(attempt, at=at):
        raise AppealRefused
    if attempt.state == AttemptState.VOID:
        raise AppealRefused
    if position is not None and position not in {mark["position"] for mark in score.marks}:
        raise AppealRefused
    if not text.strip():
        raise AppealRefused
    if at > score.marked_at + timedelta(days=attempt.exam.appeal_days):
        raise AppealTooLate
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(
                attempt=attempt, score=score, position=position, text=text.strip(), raised_by=actor, raised_at=at
            )
    except IntegrityError as error:
        raise AppealWaits from error
    audit.record(action="exams.appeal_raised", actor=actor, target=attempt, at=at, data={"position": position})
    return appeal


@transaction.atomic
def decide(appeal: Appeal, *, outcome: str, reason: str, actor: User, at: datetime) -> None:
    """Decide an appeal, once. To mark anew opens the written answers concerned to other markers.

    Raises NotYourOwnAnswer for the candidate and for whoever marked the answers concerned, NothingToRemark where no
    written answer is concerned, AppealSettled for the second of two.
    """
    tasks = MarkingTask.objects.filter(attempt=appeal.attempt)
    if appeal.position is not None:
        tasks = tasks.filter(position=appeal.position)
    if appeal.raised_by_id == actor.pk or tasks.filter(markings__marker=actor).exists():
        raise NotYourOwnAnswer
    waiting = Appeal.objects.filter(pk=appeal.pk, decided_at=None)
    if not waiting.update(outcome=outcome, reason=reason.strip(), decided_by=actor, decided_at=at):
        raise AppealSettled
    appeal.refresh_from_db()
    if outcome == AppealOutcome.REMARKED:
        _open_again(appeal, list(tasks), at=at)
    data = {"outcome": outcome, "reason": appeal.reason, "position": appeal.position}
    audit.record(action="exams.appeal_decided", actor=actor, target=appeal.attempt, at=at, data=data)


def _open_again(appeal: Appeal, tasks: list[MarkingTask], *, at: datetime) -> None:
    newest = {task.position: task for task in sorted(tasks, key=lambda task: task.round)}
    settled = [task for task in newest.values() if task.settled_at is not None]
    if not settled:
        raise NothingToRemark
    exam = appeal.attempt.exam
    for task in settled:
        MarkingTask.objects.create(
            attempt=appeal.attempt,
            position=task.position,
            round=task.round + 1,
            version_id=task.version_id,
            subject_id=appeal.attempt.person.user_id,
            turns=2 if exam.double_marking else 1,
            most_difference=Decimal(exam.most_difference_percent) / 100,
            opened_at=at,
        )
