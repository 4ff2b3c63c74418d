"""What a marker gives one written answer; the last marker needed settles it, and the attempt gets its score."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from core import audit
from exams.actions.marking import mark, mark_again
from exams.domain import marking as rules
from exams.errors import DecisionNeedsReason, MarkedAlready, MarkingRefused, NotYourOwnAnswer
from exams.models import Marking, MarkingTask
from exams.queries.attempts import current_score
from exams.queries.marking import rubric_of
from people.models import User


@transaction.atomic
def give(
    task: MarkingTask, *, lines: Mapping[str, str], comment: str, actor: User, at: datetime, turn: int
) -> Marking:
    """Store what one marker gave; `lines` says for each line of the rubric how far it is met.

    `turn` is the one that the marker was shown: somebody who decides has seen both markings before. Raises
    NotYourOwnAnswer, MarkedAlready, MarkingRefused for lines that no screen sends, and DecisionNeedsReason.
    """
    locked = MarkingTask.objects.select_for_update().get(pk=task.pk)
    if locked.subject_id == actor.pk or locked.attempt.person.user_id == actor.pk:
        raise NotYourOwnAnswer
    stood = list(locked.markings.all())
    taken = [marking.turn for marking in stood]
    # Who marked it in an earlier round has made up his mind.
    earlier = Marking.objects.filter(task__attempt=locked.attempt_id, task__position=locked.position, marker=actor)
    if locked.settled_at is not None or earlier.exists() or turn != rules.next_turn(taken, turns=locked.turns):
        raise MarkedAlready
    if turn == rules.DECIDING_TURN and not comment.strip():
        raise DecisionNeedsReason
    try:
        share = rules.share_of(rubric_of(locked), lines)
    except ValueError as error:
        raise MarkingRefused from error
    marking = Marking.objects.create(
        task=locked,
        turn=turn,
        marker=actor,
        subject_id=locked.attempt.person.user_id,
        lines=dict(lines),
        share=share,
        comment=comment.strip(),
        marked_at=at,
    )
    # What was given is not in the trail: the second marker might read it there.
    data = {"position": locked.position, "round": locked.round, "turn": turn}
    audit.record(action="exams.answer_marked", actor=actor, target=locked.attempt, at=at, data=data)
    _settle(locked, [*stood, marking], actor=actor, at=at)
    return marking


def _settle(task: MarkingTask, markings: list[Marking], *, actor: User, at: datetime) -> None:
    shares = {marking.turn: marking.share for marking in markings}
    share = rules.settled(shares, turns=task.turns, most_difference=task.most_difference)
    if share is None:
        return
    MarkingTask.objects.filter(pk=task.pk).update(share=share, settled_at=at)
    if current_score(task.attempt) is None:
        mark(task.attempt, at=at)
    else:
        mark_again(task.attempt, at=at, actor=actor, reason=gettext("A written answer was marked anew."))
