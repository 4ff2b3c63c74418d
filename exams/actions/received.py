"""Reads what a device sends: one rule for the save door and for files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from exams.errors import ResponseRefused

SERVER_IDS = ("accepted-", "branch-", "paper-")  # begin the ids of answers that the server writes itself
MOST_ANSWERS = 400  # twice the longest paper: a device that was away sends all it holds at once


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as a device sends it. `client_id` is chosen by the device, once per change; `made_at` is its word.

    A veiled one names rows as the screen of its attempt does, else by their own ids.
    """

    position: int
    value: object
    sequence: int
    client_id: str
    made_at: datetime | None = None
    is_veiled: bool = False


def read_answers(rows: Any) -> list[Answer]:
    """Return answers from parsed JSON. Raises ResponseRefused for what no screen of ours sends."""
    try:
        answers = [
            Answer(
                row["position"],
                row["value"],
                row["sequence"],
                row["client_id"],
                instant_of(row.get("made_at")),
                is_veiled=True,
            )
            for row in rows
        ]
    except (KeyError, TypeError, AttributeError) as error:
        raise ResponseRefused from error
    if len(answers) > MOST_ANSWERS or not all(_is_sound(answer) for answer in answers):
        raise ResponseRefused
    return answers


def instant_of(milliseconds: object) -> datetime | None:
    """Return the instant that a device states in milliseconds since 1970; None where it states none, or nonsense.

    When an answer was given is a device's word, which an examiner may want; the answer itself needs no such word.
    """
    if type(milliseconds) is not int:
        return None
    try:
        return datetime.fromtimestamp(milliseconds / 1000, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _is_sound(answer: Answer) -> bool:
    return (
        type(answer.position) is int
        and 0 < answer.position < 2**15
        and type(answer.sequence) is int
        and 0 < answer.sequence < 2**53
        and isinstance(answer.client_id, str)
        and 0 < len(answer.client_id) <= 40
        and answer.client_id.isprintable()
        and not answer.client_id.startswith(SERVER_IDS)  # it would be in the way of the one that the server writes
    )
