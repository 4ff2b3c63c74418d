"""Reads one answer in the shape of its item type; what cannot be read is kept as it came, and stops no other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from exams.actions.received import Answer
from exams.item_types.registry import item_type
from exams.item_types.veils import lifted
from exams.queries.held_answers import HeldAnswers


@dataclass(frozen=True, slots=True)
class Read:
    """An answer as it is stored: cleaned, or, where it could not be read, the JSON that came, as one text."""

    value: object
    is_readable: bool


def read_answer(held: HeldAnswers, answer: Answer) -> Read:
    """Return an answer as it is stored."""
    try:
        return Read(_clean(held, answer), is_readable=True)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        raw = json.dumps(answer.value, ensure_ascii=False).encode(errors="backslashreplace").decode()
        return Read(raw, is_readable=False)


def _clean(held: HeldAnswers, answer: Answer) -> object:
    asked, value = held.asked[answer.position], answer.value  # the paper may not have this question
    kind = item_type(asked.item_type)
    if kind.is_stepwise:
        raise ValueError("Each step is final and goes through the door that tells the next.")
    if answer.is_veiled:
        value = kind.renamed(asked.body, value, lifted(held.run.veil, answer.position))
    cleaned = kind.clean(asked.body, value)
    # PostgreSQL stores neither half a sign, which a text cut short may end in, nor the sign of number nought.
    text = "".join(_texts(cleaned))
    if "\x00" in text or text != text.encode(errors="replace").decode():
        raise ValueError("The response holds what is no text.")
    return cleaned


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
