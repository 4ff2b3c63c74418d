"""A whole paper sent as a plain form, where no script runs."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from core.identifiers import public_id
from exams.actions.attempts import save
from exams.actions.received import Answer
from exams.enums import ResponseFate
from exams.errors import ResponseRefused
from exams.item_types.registry import Posted, item_type
from exams.item_types.veils import lifted, veiled
from exams.models import Attempt, ItemVersion, Response
from exams.queries.attempts import form_items


def posted_value(version: ItemVersion, data: Posted, *, position: int, veil: UUID | None) -> object:
    """Return what a plain form answers, by the ids of the wording; fields of question n begin with "qn".

    Raises ResponseRefused for a name that was never shown.
    """
    kind = item_type(version.item_type)
    shown = kind.candidate_body(version.body, veil=veiled(veil, position))
    try:
        return kind.renamed(version.body, kind.posted(shown, data, f"q{position}"), lifted(veil, position))
    except (KeyError, TypeError) as error:
        raise ResponseRefused from error


def posted_choice(version: ItemVersion, choice: str, *, position: int, veil: UUID | None) -> str:
    """Return the id of a final choice by the name that was shown; raises ResponseRefused for no such name."""
    try:
        path: Any = item_type(version.item_type).renamed(version.body, {"path": [choice]}, lifted(veil, position))
    except KeyError as error:
        raise ResponseRefused from error
    return str(path["path"][0])


def keep_form(attempt: Attempt, data: Posted, *, received_at: datetime, device: str = "") -> list[int]:
    """Store what a plain form holds and differs from what stands; return the questions whose answer cannot be read.

    Fields of question n begin with "qn". What is answered by steps is left alone. What a device without the pen sends
    is kept and does not count. Where sections have a time of their own, only the questions of the one that the form
    names as `section` are in it: what it does not hold of others is no answer.
    """
    named = _section_of(attempt, data)
    kept = {response.position: response for response in Response.objects.filter(attempt=attempt)}
    sequence = max((response.sequence for response in kept.values()), default=0) + 1
    batch = []
    for row in form_items(attempt):
        if item_type(row.version.item_type).is_stepwise or named not in (None, row.section):
            continue
        standing, is_readable = kept.get(row.position), True
        try:
            value = posted_value(row.version, data, position=row.position, veil=attempt.veil)
        except ResponseRefused:
            value, is_readable = _fields_of(data, row.position), False
        if value != (standing.value if standing is not None else None):
            sent = Answer(row.position, value, sequence, f"form-{public_id()}", is_veiled=not is_readable)
            batch.append(sent)
    saved = save(attempt, answers=batch, received_at=received_at, device=device)
    return [answer.position for answer in saved if answer.fate == ResponseFate.UNREADABLE]


def _section_of(attempt: Attempt, data: Posted) -> int | None:
    """Return the place of the timed section that a form holds, nought for none; None where there are none."""
    if not attempt.form.section_minutes:
        return None
    text = next(iter(data.get("section", [])), "")
    return next((place for place in attempt.form.section_minutes if str(place) == text), 0)


def _fields_of(data: Posted, position: int) -> dict[str, list[str]]:
    name = f"q{position}"
    return {field: list(data[field]) for field in data if field == name or field.startswith(f"{name}-")}
