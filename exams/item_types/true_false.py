"""True or false. body {}, key {"correct": bool}, response bool."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar

from exams.item_types.registry import KeyedWrong, Payload, register

TRUE = frozenset({"T", "1", "对", "√", "✓", "✔", "是", "正确", "TRUE"})
FALSE = frozenset({"F", "0", "错", "×", "X", "✗", "✘", "否", "错误", "FALSE"})


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

    def keyed(self, body: Payload, text: str) -> str:
        """See ItemType."""
        if text in TRUE:
            return "T"
        if text in FALSE:
            return "F"
        raise KeyedWrong("true_or_false")

    def keyed_value(self, body: Payload, text: str) -> object:
        """See ItemType."""
        return text == "T"

    def candidate_body(self, body: Payload, *, order: Callable[[list[Any]], list[Any]]) -> dict[str, Any]:
        """See ItemType."""
        return {}
