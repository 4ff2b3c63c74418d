"""What an examiner decides on answers that were given in time and do not count by rule."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from core import audit
from exams.actions.marking import mark_again
from exams.domain import timing
from exams.enums import AttemptState, ResponseFate
from exams.errors import AttemptRunning, DecisionRefused, NotYourOwnAttempt, NotYourOwnFile, WrittenAnswerMarked
from exams.item_types.registry import item_type
from exams.models import AnswerDecision, AnswerFile, Attempt, FormItem, MarkingTask, ResponseEvent
from exams.queries.sections import section_at
from people.models import User


@transaction.atomic
def decide(
    attempt: Attempt, *, events: Collection[int], is_accepted: bool, reason: str, actor: User, at: datetime
) -> int:
    """Accept, or decline for good, answers that do not count by rule; return how many.

    Only what was given in time by the word of its device, in a timed section by the end of that, can be accepted. An
    accepted answer stands from now on, and the attempt is marked again beside its old score. Raises AttemptRunning
    while the attempt is open, NotYourOwnAttempt, NotYourOwnFile for answers of a file that the same person handed in,
    DecisionRefused for other events, a void attempt or no reason, WrittenAnswerMarked.
    """
    locked = Attempt.objects.select_for_update(of=("self",)).select_related("person").get(pk=attempt.pk)
    if locked.state == AttemptState.OPEN:
        raise AttemptRunning
    if locked.person.user_id == actor.pk:
        raise NotYourOwnAttempt
    rows = _open_events(locked, events)
    is_void = locked.state == AttemptState.VOID
    if is_void or not rows or len(rows) != len(set(events)) or not reason.strip():
        raise DecisionRefused
    if AnswerFile.objects.filter(
        attempt=locked, handed_in_by=actor, handed_in_at__in={row.received_at for row in rows}
    ).exists():
        raise NotYourOwnFile
    if is_accepted:
        _refuse_marked(locked, rows)
    AnswerDecision.objects.bulk_create(
        AnswerDecision(event=row, is_accepted=is_accepted, reason=reason.strip(), decided_by=actor, decided_at=at)
        for row in rows
    )
    data = {"accepted": is_accepted, "reason": reason.strip(), "events": [row.pk for row in rows]}
    audit.record(action="exams.answers_decided", actor=actor, target=locked, at=at, data=data)
    if is_accepted:
        _count(locked, rows, at=at)
        mark_again(locked, at=at, actor=actor, reason=reason.strip())
    return len(rows)


def _open_events(attempt: Attempt, events: Collection[int]) -> list[ResponseEvent]:
    fates = [ResponseFate.LATE, ResponseFate.OTHER_DEVICE]
    rows = ResponseEvent.objects.filter(attempt=attempt, pk__in=events, fate__in=fates, decision=None)
    return [
        row
        for row in rows.annotate(section_at=section_at()).order_by("made_at", "sequence", "pk")
        if timing.was_in_time(
            row.made_at, deadline_at=timing.section_end(section_at=row.section_at, deadline_at=attempt.deadline_at)
        )
    ]


def _refuse_marked(attempt: Attempt, rows: Sequence[ResponseEvent]) -> None:
    """Let a written answer in only while it waits for its marker: what was marked is another text."""
    positions = {row.position for row in rows}
    items = FormItem.objects.filter(form_id=attempt.form_id, position__in=positions).select_related("version")
    written = {row.position for row in items if item_type(row.version.item_type).needs_marker(row.version.body)}
    waiting = MarkingTask.objects.filter(attempt=attempt, settled_at=None, position__in=written)
    if written - set(waiting.values_list("position", flat=True)):
        raise WrittenAnswerMarked


def _count(attempt: Attempt, rows: Sequence[ResponseEvent], *, at: datetime) -> None:
    counted = ResponseEvent.objects.filter(attempt=attempt, fate=ResponseFate.COUNTED)
    newest = counted.aggregate(newest=Max("sequence"))["newest"] or 0
    ResponseEvent.objects.bulk_create(
        ResponseEvent(
            attempt=attempt,
            position=row.position,
            value=row.value,
            sequence=newest + number,
            client_id=f"accepted-{row.pk}",
            fate=ResponseFate.COUNTED.value,
            received_at=at,
            device=row.device,
            made_at=row.made_at,
        )
        for number, row in enumerate(rows, start=1)
    )
