"""Things on the left to match with things on the right, which may hold some that match nothing.

body {"left": [{"id", "text"}], "right": [{"id", "text"}]}; value {left id: right id};
key {"pairs": {left id: right id}, "scoring": "all_or_nothing" | "per_pair"}.
"""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exams.item_types.letters import LETTERS, ids_at, letters_for, range_of, without_marks
from exams.item_types.registry import (
    ItemType,
    KeyedWrong,
    Part,
    Payload,
    Posted,
    ids_of,
    part_of,
    plain_rows,
    register,
    row_problems,
    text_of,
)
from exams.item_types.veils import Veil

SCORINGS = ("all_or_nothing", "per_pair")


def _pairs(value: object) -> dict[str, str]:
    return value if isinstance(value, dict) else {}


@register
class Matching(ItemType):
    """Every left one with its right one; `per_pair` gives each right pair its equal share."""

    code: ClassVar[str] = "matching"
    label: ClassVar[Promise] = gettext_lazy("matching")
    place: ClassVar[int] = 7

    def problems(self, body: Payload, key: Payload) -> list[str]:
        left, right = body.get("left", []), body.get("right", [])
        found = row_problems(left, least=2, kind="left") + row_problems(right, least=2, kind="right")
        pairs = key.get("pairs", {})
        if set(pairs) != set(ids_of(left)) or not set(pairs.values()) <= set(ids_of(right)):
            found.append("pairs_do_not_fit")
        if key.get("scoring", SCORINGS[0]) not in SCORINGS:
            found.append("scoring_unknown")
        return found

    def is_answered(self, body: Payload, value: object) -> bool:
        return bool(_pairs(value))

    def clean(self, body: Payload, value: object) -> object:
        if value is None:
            return None
        if not isinstance(value, dict) or not set(value) <= set(ids_of(body["left"])):
            raise ValueError("The response names a left one that this item does not have.")
        rights = ids_of(body["right"])
        if not all(isinstance(right, str) and right in rights for right in value.values()):
            raise ValueError("The response names a right one that this item does not have.")
        return dict(sorted(value.items())) or None

    def share(self, body: Payload, key: Payload, value: object) -> Decimal:
        given, pairs = _pairs(value), key["pairs"]
        right = sum(given.get(left) == match for left, match in pairs.items())
        return part_of(right, len(pairs)) if key.get("scoring") == "per_pair" else Decimal(right == len(pairs))

    def right_value(self, body: Payload, key: Payload) -> object:
        return dict(sorted(key["pairs"].items()))

    def guess(self, body: Payload, *, rng: random.Random) -> object:
        rights = ids_of(body["right"])
        return {left: rng.choice(rights) for left in sorted(ids_of(body["left"]))}

    def posted(self, body: Payload, data: Posted, name: str) -> object:
        found = {left: "".join(data.get(f"{name}-{left}", [])[:1]) for left in sorted(ids_of(body["left"]))}
        return {left: right for left, right in found.items() if right} or None

    def renamed(self, body: Payload, value: object, veil: Veil) -> object:
        if not isinstance(value, dict):
            return value
        lefts, rights = (veil.names(side, ids_of(body[side])) for side in ("left", "right"))
        return {lefts[left]: rights[right] for left, right in value.items()}

    def in_words(self, body: Payload, value: object) -> str:
        given = _pairs(value)
        pairs = [(row["text"], text_of(body["right"], given.get(row["id"]))) for row in body["left"]]
        return "；".join(f"{left} — {right}" for left, right in pairs if right)

    def parts(self, body: Payload, key: Payload, value: object) -> list[Part]:
        given, rights = _pairs(value), body["right"]
        return [
            Part(
                row["text"],
                text_of(rights, given.get(row["id"])),
                text_of(rights, key["pairs"][row["id"]]),
                Decimal(given.get(row["id"]) == key["pairs"][row["id"]]),
            )
            for row in body["left"]
        ]

    def texts(self, body: Payload) -> list[str]:
        return [row["text"] for row in (*body["left"], *body["right"])]

    def candidate_body(self, body: Payload, *, veil: Veil) -> dict[str, Any]:
        return {side: veil.mixed(side, plain_rows(body[side])) for side in ("left", "right")}

    def expected(self, body: Payload) -> str:
        words = {"count": len(body["left"]), **range_of(body["right"])}
        return _("%(count)d letters, %(first)s–%(last)s, in the order of the lines; - for an empty line") % words

    def keyed(self, body: Payload, text: str) -> str:
        letters = without_marks(text)
        if len(letters) != len(body["left"]):
            raise KeyedWrong("one_letter_per_line")
        if not set(letters) <= {*LETTERS[: len(body["right"])], "-", "?"}:
            raise KeyedWrong("no_such_letter")
        return letters

    def keyed_value(self, body: Payload, text: str) -> object:
        pairs = zip(ids_of(body["left"]), text, strict=True)
        given = [(left, ids_at(letter, body["right"])[0]) for left, letter in sorted(pairs) if letter not in "-?"]
        return dict(given) or None

    def entry(self, body: Payload, value: object) -> str:
        given = _pairs(value)
        return "".join(
            letters_for([given[left]], body["right"])[0] if left in given else "-" for left in ids_of(body["left"])
        )
