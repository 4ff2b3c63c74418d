"""Final choices in situations that go on: one at a time, each an answer event, the next node told only after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from core.errors import Refusal
from core.identifiers import public_id
from exams.actions.posted import posted_choice
from exams.domain import pen, timing
from exams.enums import AttemptState, ResponseFate
from exams.errors import ChoiceFinal, OpenElsewhere, ResponseRefused, TimeIsUp
from exams.item_types.registry import item_type
from exams.models import Attempt, FormItem, ItemVersion, Response, ResponseEvent
from exams.queries.attempts import Question, shown_question, veils_of
from exams.queries.sections import with_open_section

# The next node is told for a choice that counts, and for no other.
REFUSALS: dict[ResponseFate, type[Refusal]] = {
    ResponseFate.SUPERSEDED: ChoiceFinal,
    ResponseFate.LATE: TimeIsUp,
    ResponseFate.OTHER_DEVICE: OpenElsewhere,
}


@dataclass(frozen=True, slots=True)
class Step:
    """What the candidate sees after a choice: the question with the nodes reached, and the attempt's state."""

    question: Question
    state: str


def choose(
    attempt: Attempt,
    *,
    position: int,
    made: int,
    choice: str,
    received_at: datetime,
    device: str = "",
    made_at: datetime | None = None,
    is_veiled: bool = False,
) -> Step:
    """Keep one more choice of a situation, after the `made` ones that the candidate saw; the same again is the same.

    A choice that does not count is kept with its fate, and then refused: raises ChoiceFinal when another one was made
    there before, TimeIsUp after the end or the deadline, OpenElsewhere for a device without the pen. Raises
    ResponseRefused, keeping nothing, for what no screen offers, or offers yet. A veiled choice is named as the screen
    of the attempt does. Cost: three queries and one insert; one query more for a choice that does not count.
    """
    with transaction.atomic():
        locked, row = _locked(attempt, position)
        if is_veiled:
            choice = posted_choice(row.version, choice, position=position, veil=locked.veil)
        value, newest = _standing(locked, position)
        path = value["path"] if isinstance(value, dict) else []
        if path[made : made + 1] == [choice]:
            return _seen(locked, row, value)  # sent once more, because the first reply was lost
        event = ResponseEvent(
            attempt=locked,
            position=position,
            value=_stepped(row.version, path, made, choice),
            sequence=newest + 1 if made == len(path) else newest,
            client_id=f"branch-{position}-{made}",
            received_at=received_at,
            device=device,
            made_at=made_at,
        )
        fate = _keep(event, locked, newest=newest, section=row.section)
    if fate in REFUSALS:  # once what was sent is kept
        raise REFUSALS[fate]
    return _seen(locked, row, event.value)


def _locked(attempt: Attempt, position: int) -> tuple[Any, FormItem]:
    # The lock lets no two choices, and no submit, run beside each other.
    locked: Any = with_open_section(Attempt.objects.select_for_update()).get(pk=attempt.pk)
    row = FormItem.objects.filter(form_id=locked.form_id, position=position).select_related("version").first()
    if row is None or not item_type(row.version.item_type).is_stepwise:
        raise ResponseRefused
    if not timing.has_begun(row.section, current=locked.open_place):
        raise ResponseRefused  # no screen has shown it yet
    return locked, row


def _standing(attempt: Attempt, position: int) -> tuple[object, int]:
    standing = Response.objects.filter(attempt=attempt, position=position).first()
    return (standing.value, standing.sequence) if standing is not None else (None, 0)


def _stepped(version: ItemVersion, path: list[str], made: int, choice: str) -> object:
    if made > len(path):
        raise ResponseRefused
    try:
        return item_type(version.item_type).step(version.body, version.key, {"path": path[:made]}, choice)
    except ValueError as error:
        raise ResponseRefused from error


def _keep(event: ResponseEvent, attempt: Any, *, newest: int, section: int | None) -> ResponseFate:
    is_ended = timing.has_ended(section, current=attempt.open_place)
    fate = timing.fate(
        received_at=event.received_at,
        deadline_at=timing.section_end(section_at=attempt.open_until, deadline_at=attempt.deadline_at),
        is_open=attempt.state == AttemptState.OPEN and not is_ended,
        sequence=event.sequence,
        newest_sequence=newest,
        holds_pen=pen.holds(event.device, pen=attempt.device),
    )
    event.fate = fate.value
    if fate in REFUSALS:
        event.client_id = public_id()  # it leaves the place of the one that counts free
        same = ResponseEvent.objects.filter(
            attempt=attempt, position=event.position, device=event.device, fate=fate
        )
        if same.filter(value=event.value).exists():
            return fate
    event.save(force_insert=True)
    return fate


def _seen(attempt: Attempt, row: FormItem, value: object) -> Step:
    return Step(shown_question(row, veils_of(attempt)(row.position), value=value), attempt.state)
