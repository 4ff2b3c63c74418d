"""True or false. body {}; key {"correct": bool, "feedback": {"true" | "false": text}}; value bool."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exams.item_types.registry import Choice, ItemType, KeyedWrong, Payload, Posted, register
from exams.item_types.veils import Veil

TRUE = frozenset({"T", "1", "对", "√", "✓", "✔", "是", "正确", "TRUE"})
FALSE = frozenset({"F", "0", "错", "×", "X", "✗", "✘", "否", "错误", "FALSE"})


@register
class TrueFalse(ItemType):
    """A statement that holds or does not."""

    code: ClassVar[str] = "true_false"
    label: ClassVar[Promise] = gettext_lazy("true or false")
    place: ClassVar[int] = 3

    def problems(self, body: Payload, key: Payload) -> list[str]:
        found = [] if isinstance(key.get("correct"), bool) else ["no_key"]
        if not set(key.get("feedback", {})) <= {"true", "false"}:
            found.append("key_names_no_option")
        return found

    def is_answered(self, body: Payload, value: object) -> bool:
        return isinstance(value, bool)

    def clean(self, body: Payload, value: object) -> object:
        if value is None or isinstance(value, bool):
            return value
        raise ValueError("The response is neither true nor false.")

    def share(self, body: Payload, key: Payload, value: object) -> Decimal:
        return Decimal(isinstance(value, bool) and value is key["correct"])

    def right_value(self, body: Payload, key: Payload) -> object:
        return key["correct"]

    def guess(self, body: Payload, *, rng: random.Random) -> object:
        return rng.choice([True, False])

    def posted(self, body: Payload, data: Posted, name: str) -> object:
        return {"true": True, "false": False}.get(next(iter(data.get(name, [])), ""))

    def in_words(self, body: Payload, value: object) -> str:
        return "" if value is None else _("True") if value else _("False")

    def texts(self, body: Payload) -> list[str]:
        return []

    def key_choices(self, body: Payload, key: Payload) -> list[Choice]:
        return [Choice(code, words, key["correct"] is (code == "true")) for code, words in self._choices()]

    def _choices(self) -> list[tuple[str, str]]:
        return [("true", _("True")), ("false", _("False"))]

    def key_of_choices(self, body: Payload, key: Payload, chosen: Sequence[str]) -> dict[str, Any]:
        if len(chosen) != 1:
            raise ValueError("A statement holds or does not.")
        return {**key, "correct": chosen[0] == "true"}

    def chosen(self, value: object) -> tuple[str, ...]:
        return (str(value).lower(),) if isinstance(value, bool) else ()

    def candidate_body(self, body: Payload, *, veil: Veil) -> dict[str, Any]:
        return {}

    def expected(self, body: Payload) -> str:
        return _("T or F")

    def keyed(self, body: Payload, text: str) -> str:
        if text in TRUE:
            return "T"
        if text in FALSE:
            return "F"
        raise KeyedWrong("true_or_false")

    def keyed_value(self, body: Payload, text: str) -> object:
        return text == "T"

    def entry(self, body: Payload, value: object) -> str:
        return "T" if value else "F"

    def keyed_words(self, text: str) -> str:
        return _("True") if text == "T" else _("False")
