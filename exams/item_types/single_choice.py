"""One right option. body {"options": [{"id", "text"}]}, key {"correct": [id]}, response id."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar

from exams.item_types.registry import KeyedWrong, Payload, register

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def option_ids(body: Payload) -> list[str]:
    """Return the ids of the options in the order of authoring."""
    return [option["id"] for option in body.get("options", [])]


def option_problems(body: Payload, key: Payload) -> list[str]:
    """Return what is wrong with options and key, for all choice types."""
    ids = option_ids(body)
    found = []
    if len(ids) < 2:
        found.append("too_few_options")
    if len(set(ids)) != len(ids):
        found.append("option_id_twice")
    if any(not str(option.get("text", "")).strip() for option in body.get("options", [])):
        found.append("option_without_text")
    if not set(key.get("correct", [])) <= set(ids):
        found.append("key_names_no_option")
    return found


def keyed_letters(body: Payload, text: str) -> str:
    """Return the letters keyed, each once and in order; A is the first option that the paper shows."""
    letters = "".join(sorted(set(re.sub(r"[\s,、;.]+", "", text))))
    if not letters or not set(letters) <= set(LETTERS[: len(option_ids(body))]):
        raise KeyedWrong("no_such_letter")
    return letters


def ids_of_letters(body: Payload, letters: str) -> list[str]:
    """Return the ids of the options that stand at these letters."""
    ids = option_ids(body)
    return [ids[LETTERS.index(letter)] for letter in letters]


def shuffled_options(body: Payload, order: Callable[[list[Any]], list[Any]]) -> dict[str, Any]:
    """Return the options as a candidate sees them: id and text only, in the order of the attempt."""
    return {"options": order([{"id": o["id"], "text": o["text"]} for o in body["options"]])}


@register
class SingleChoice:
    """Exactly one option is right; all or nothing."""

    code: ClassVar[str] = "single_choice"

    def problems(self, body: Payload, key: Payload) -> list[str]:
        """See ItemType."""
        return option_problems(body, key) + ([] if len(key.get("correct", [])) == 1 else ["not_one_correct"])

    def is_answered(self, body: Payload, value: object) -> bool:
        """See ItemType."""
        return value in option_ids(body)

    def clean(self, body: Payload, value: object) -> object:
        """See ItemType."""
        if value is None or value in option_ids(body):
            return value
        raise ValueError("The response names no option of this item.")

    def share(self, body: Payload, key: Payload, value: object) -> Decimal:
        """See ItemType."""
        return Decimal(value in key["correct"])

    def keyed(self, body: Payload, text: str) -> str:
        """See ItemType."""
        letters = keyed_letters(body, text)
        if len(letters) > 1:
            raise KeyedWrong("one_letter_only")
        return letters

    def keyed_value(self, body: Payload, text: str) -> object:
        """See ItemType."""
        return ids_of_letters(body, text)[0]

    def candidate_body(self, body: Payload, *, order: Callable[[list[Any]], list[Any]]) -> dict[str, Any]:
        """See ItemType."""
        return shuffled_options(body, order)
