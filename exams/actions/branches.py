"""Final choices in situations that go on: one at a time, each an answer event, the next node told only after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from exams.domain import pen, timing
from exams.enums import AttemptState, ResponseFate
from exams.errors import ChoiceFinal, OpenElsewhere, ResponseRefused, TimeIsUp
from exams.item_types.registry import item_type
from exams.models import Attempt, FormItem, ItemVersion, Response, ResponseEvent
from exams.queries.attempts import Question, shown_question


@dataclass(frozen=True, slots=True)
class Step:
    """What the candidate sees after a choice: the question with the nodes reached, the answer, the attempt's state."""

    question: Question
    value: object
    state: str


@transaction.atomic
def choose(
    attempt: Attempt, *, position: int, made: int, choice: str, received_at: datetime, device: str = ""
) -> Step:
    """Keep one more choice of a situation, after the `made` ones that the candidate saw; the same again is the same.

    Raises ChoiceFinal when another choice was made there before, TimeIsUp after the end or the deadline, OpenElsewhere
    for a device without the pen, and ResponseRefused for what no screen offers. Cost: three queries and one insert.
    """
    # The lock lets no two choices, and no submit, run beside each other.
    locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
    row = FormItem.objects.filter(form_id=locked.form_id, position=position).select_related("version").first()
    if row is None or not item_type(row.version.item_type).is_stepwise:
        raise ResponseRefused
    standing = Response.objects.filter(attempt=locked, position=position).first()
    value = standing.value if standing is not None else None
    path = value["path"] if isinstance(value, dict) else []
    if path[made : made + 1] == [choice]:
        return _seen(locked, row, value)  # sent once more, because the first reply was lost
    if made != len(path):
        raise ChoiceFinal
    longer = _stepped(row.version, value, choice)
    sequence = standing.sequence if standing is not None else 0
    event = ResponseEvent(
        attempt=locked,
        position=position,
        value=longer,
        sequence=sequence + 1,
        client_id=f"branch-{position}-{made}",
        received_at=received_at,
        device=device,
    )
    _keep(event, locked)
    return _seen(locked, row, longer)


def _stepped(version: ItemVersion, value: object, choice: str) -> object:
    try:
        return item_type(version.item_type).step(version.body, version.key, value, choice)
    except ValueError as error:
        raise ResponseRefused from error


def _keep(event: ResponseEvent, attempt: Attempt) -> None:
    fate = timing.fate(
        received_at=event.received_at,
        deadline_at=attempt.deadline_at,
        is_open=attempt.state == AttemptState.OPEN,
        sequence=event.sequence,
        newest_sequence=event.sequence - 1,
        holds_pen=pen.holds(event.device, pen=attempt.device),
    )
    # The next node is told for a choice that counts, and for no other.
    if fate is ResponseFate.OTHER_DEVICE:
        raise OpenElsewhere
    if fate is not ResponseFate.COUNTED:
        raise TimeIsUp
    event.fate = fate.value
    event.save(force_insert=True)


def _seen(attempt: Attempt, row: FormItem, value: object) -> Step:
    return Step(shown_question(row, seed=attempt.public_id, value=value), value, attempt.state)
