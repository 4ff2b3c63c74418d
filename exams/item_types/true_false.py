"""True or false. body {}, key {"correct": bool}, response bool."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar

from exams.item_types.registry import Payload, register


@register
class TrueFalse:
    """A statement that holds or does not."""

    code: ClassVar[str] = "true_false"

    def problems(self, body: Payload, key: Payload) -> list[str]:
        """See ItemType."""
        return [] if isinstance(key.get("correct"), bool) else ["no_key"]

    def is_answered(self, body: Payload, value: object) -> bool:
        """See ItemType."""
        return isinstance(value, bool)

    def clean(self, body: Payload, value: object) -> object:
        """See ItemType."""
        if value is None or isinstance(value, bool):
            return value
        raise ValueError("The response is neither true nor false.")

    def share(self, body: Payload, key: Payload, value: object) -> Decimal:
        """See ItemType."""
        return Decimal(isinstance(value, bool) and value is key["correct"])

    def candidate_body(self, body: Payload, *, order: Callable[[list[Any]], list[Any]]) -> dict[str, Any]:
        """See ItemType."""
        return {}
