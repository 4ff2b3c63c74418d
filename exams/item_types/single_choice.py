"""One right option.

body {"options": [{"id", "text"}], "keep_order": bool}; value id;
key {"correct": [id], "weights": {id: share of a partly right option}, "feedback": {id: text}}.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exams.item_types.letters import ids_at, known_letters, letters_for, range_of
from exams.item_types.registry import (
    Choice,
    ItemType,
    KeyedWrong,
    Payload,
    Posted,
    ids_of,
    plain_rows,
    read_decimal,
    register,
    row_problems,
    text_of,
)
from exams.item_types.veils import Veil


def option_problems(body: Payload, key: Payload, *, least_weight: int) -> list[str]:
    """Return what is wrong with options and key, for all choice types; weights lie from `least_weight` to 1."""
    options = body.get("options", [])
    ids = set(ids_of(options))
    found = row_problems(options, least=2, kind="option")
    if not set(key.get("correct", [])) <= ids or not set(key.get("feedback", {})) <= ids:
        found.append("key_names_no_option")
    weights = key.get("weights", {})
    if not set(weights) <= ids:
        found.append("weight_names_no_option")
    read = [read_decimal(weight) for weight in weights.values()]
    if any(weight is None or not least_weight <= weight <= 1 for weight in read):
        found.append("weight_out_of_range")
    return found


def shown_options(body: Payload, veil: Veil) -> dict[str, Any]:
    """Return the options as a candidate sees them: id and text only, in the order of the attempt unless fixed."""
    options = plain_rows(body["options"])
    return {"options": (veil.named if body.get("keep_order") else veil.mixed)("options", options)}


@register
class SingleChoice(ItemType):
    """Exactly one option is right; one that is partly right may earn a share."""

    code: ClassVar[str] = "single_choice"
    label: ClassVar[Promise] = gettext_lazy("single choice")
    place: ClassVar[int] = 1

    def problems(self, body: Payload, key: Payload) -> list[str]:
        found = option_problems(body, key, least_weight=0)
        if set(key.get("weights", {})) & set(key.get("correct", [])):
            found.append("weight_of_right_option")
        return found + ([] if len(key.get("correct", [])) == 1 else ["not_one_correct"])

    def is_answered(self, body: Payload, value: object) -> bool:
        return value in ids_of(body["options"])

    def clean(self, body: Payload, value: object) -> object:
        if value is None or value in ids_of(body["options"]):
            return value
        raise ValueError("The response names no option of this item.")

    def share(self, body: Payload, key: Payload, value: object) -> Decimal:
        if value in key["correct"]:
            return Decimal(1)
        return Decimal(key.get("weights", {}).get(value, 0))

    def right_value(self, body: Payload, key: Payload) -> object:
        return key["correct"][0]

    def guess(self, body: Payload, *, rng: random.Random) -> object:
        return rng.choice(ids_of(body["options"]))

    def posted(self, body: Payload, data: Posted, name: str) -> object:
        return next(iter(data.get(name, [])), None) or None

    def renamed(self, body: Payload, value: object, veil: Veil) -> object:
        return veil.names("options", ids_of(body["options"]))[value] if isinstance(value, str) else value

    def in_words(self, body: Payload, value: object) -> str:
        return text_of(body["options"], value)

    def texts(self, body: Payload) -> list[str]:
        return [option["text"] for option in body["options"]]

    def key_choices(self, body: Payload, key: Payload) -> list[Choice]:
        full = {option for option, weight in key.get("weights", {}).items() if read_decimal(weight) == 1}
        right = full | set(key["correct"])
        return [Choice(row["id"], row["text"], row["id"] in right) for row in body["options"]]

    def key_of_choices(self, body: Payload, key: Payload, chosen: Sequence[str]) -> dict[str, Any]:
        # One option stays the right one; a further one that is as good earns the same by its weight.
        first = next((option for option in key["correct"] if option in chosen), chosen[0])
        kept = {o: w for o, w in key.get("weights", {}).items() if o not in chosen and read_decimal(w) != 1}
        weights = {**kept, **{option: "1" for option in chosen if option != first}}
        return {**{k: v for k, v in key.items() if k != "weights"}, "correct": [first], "weights": weights}

    def chosen(self, value: object) -> tuple[str, ...]:
        return (value,) if isinstance(value, str) else ()

    def candidate_body(self, body: Payload, *, veil: Veil) -> dict[str, Any]:
        return shown_options(body, veil)

    def expected(self, body: Payload) -> str:
        return _("%(first)s–%(last)s, one") % range_of(body["options"])

    def keyed(self, body: Payload, text: str) -> str:
        letters = known_letters(text, body["options"])
        if len(set(letters)) > 1:
            raise KeyedWrong("one_letter_only")
        return letters[0]

    def keyed_value(self, body: Payload, text: str) -> object:
        return ids_at(text, body["options"])[0]

    def entry(self, body: Payload, value: object) -> str:
        return letters_for([str(value)], body["options"])[0]
