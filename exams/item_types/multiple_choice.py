"""Several right options. body and key as for single choice with several ids; response a sorted list of ids."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar

from exams.item_types.registry import Payload, register
from exams.item_types.single_choice import (
    ids_of_letters,
    keyed_letters,
    option_ids,
    option_problems,
    shuffled_options,
)


@register
class MultipleChoice:
    """All right options and no wrong one; all or nothing."""

    code: ClassVar[str] = "multiple_choice"

    def problems(self, body: Payload, key: Payload) -> list[str]:
        """See ItemType."""
        return option_problems(body, key) + ([] if key.get("correct") else ["none_correct"])

    def is_answered(self, body: Payload, value: object) -> bool:
        """See ItemType."""
        return isinstance(value, list) and bool(value)

    def clean(self, body: Payload, value: object) -> object:
        """See ItemType."""
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            raise ValueError("The response is no list of options.")
        if not set(value) <= set(option_ids(body)):
            raise ValueError("The response names an option that this item does not have.")
        return sorted(set(value))

    def share(self, body: Payload, key: Payload, value: object) -> Decimal:
        """See ItemType."""
        return Decimal(isinstance(value, list) and set(value) == set(key["correct"]))

    def keyed(self, body: Payload, text: str) -> str:
        """See ItemType."""
        return keyed_letters(body, text)

    def keyed_value(self, body: Payload, text: str) -> object:
        """See ItemType."""
        return sorted(ids_of_letters(body, text))

    def candidate_body(self, body: Payload, *, order: Callable[[list[Any]], list[Any]]) -> dict[str, Any]:
        """See ItemType."""
        return shuffled_options(body, order)
