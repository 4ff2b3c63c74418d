"""Weighs a batch of answers against what the server holds: what to store, and what to say of each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from exams.actions.readable import Read, read_answer
from exams.actions.received import Answer
from exams.domain import pen, timing
from exams.enums import AttemptState, ResponseFate
from exams.errors import ResponseRefused
from exams.models import ResponseEvent
from exams.queries.held_answers import HeldAnswers, Sent


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of one answer; says nothing about right or wrong."""

    position: int
    sequence: int
    client_id: str
    fate: ResponseFate


def weighed(
    held: HeldAnswers, answers: Sequence[Answer], *, received_at: datetime, device: str
) -> tuple[list[ResponseEvent], list[Saved]]:
    """Return the events to store and what became of every answer, those that had come before included.

    Raises ResponseRefused for an id that stands for another answer, whether that came before or in the same batch:
    an acknowledgement names what is kept, and this one would not be.
    """
    newest, known = dict(held.newest), dict(held.sent)
    events: list[ResponseEvent] = []
    for answer in answers:
        read = read_answer(held, answer)
        content = (answer.position, answer.sequence, json.loads(json.dumps(read.value)))
        if (same := known.get(answer.client_id)) is not None:
            refuse_another(same, content)
            continue
        is_ended = answer.position in held.ended
        fate = timing.fate(
            received_at=received_at,
            deadline_at=held.run.ends_at,
            is_open=held.run.state == AttemptState.OPEN and not is_ended,
            sequence=answer.sequence,
            newest_sequence=newest.get(answer.position),
            holds_pen=pen.holds(device, pen=held.run.device),
            is_readable=read.is_readable,
        )
        known[answer.client_id] = Sent(*content, fate)
        if fate is ResponseFate.COUNTED:
            newest[answer.position] = answer.sequence
        events.append(_event(held, answer, read, fate=fate, received_at=received_at, device=device))
    return events, [Saved(a.position, a.sequence, a.client_id, known[a.client_id].fate) for a in answers]


def _event(
    held: HeldAnswers, answer: Answer, read: Read, *, fate: ResponseFate, received_at: datetime, device: str
) -> ResponseEvent:
    return ResponseEvent(
        attempt_id=held.run.pk,
        position=answer.position,
        value=read.value,
        sequence=answer.sequence,
        client_id=answer.client_id,
        fate=fate.value,
        received_at=received_at,
        device=device,
        made_at=answer.made_at,
    )


def refuse_another(same: Sent, content: tuple[int, int, object]) -> None:
    """Raise ResponseRefused where an id that was used comes with another question, sequence or value."""
    if (same.position, same.sequence, same.value) != content:
        raise ResponseRefused
