"""Steps to put in order.

body {"steps": [{"id", "text"}]}; key {"order": [ids], "scoring": "all_or_nothing" | "neighbours"}; value list of ids.
"""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import pairwise
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exams.item_types.letters import ids_at, known_letters, letters_for, range_of
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

SCORINGS = ("all_or_nothing", "neighbours")


@register
class Ordering(ItemType):
    """All steps in the right order. `neighbours` gives right neighbours ÷ (steps − 1): a block moved whole keeps most.

    A candidate who never moved nor confirmed anything gave no answer, whatever order the screen began with.
    """

    code: ClassVar[str] = "ordering"
    label: ClassVar[Promise] = gettext_lazy("ordering")
    place: ClassVar[int] = 6

    def problems(self, body: Payload, key: Payload) -> list[str]:
        steps = body.get("steps", [])
        found = row_problems(steps, least=2, kind="step")
        if sorted(key.get("order", [])) != sorted(ids_of(steps)):
            found.append("order_does_not_fit_steps")
        if key.get("scoring", SCORINGS[0]) not in SCORINGS:
            found.append("scoring_unknown")
        return found

    def is_answered(self, body: Payload, value: object) -> bool:
        return isinstance(value, list) and bool(value)

    def clean(self, body: Payload, value: object) -> object:
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(step, str) for step in value):
            raise ValueError("The response is no list of steps.")
        if sorted(value) != sorted(ids_of(body["steps"])):
            raise ValueError("The response does not hold every step once.")
        return value

    def share(self, body: Payload, key: Payload, value: object) -> Decimal:
        if not isinstance(value, list):
            return Decimal(0)
        if key.get("scoring") == "neighbours":
            right = set(pairwise(key["order"]))
            return part_of(sum(pair in right for pair in pairwise(value)), len(right))
        return Decimal(value == key["order"])

    def right_value(self, body: Payload, key: Payload) -> object:
        return list(key["order"])

    def guess(self, body: Payload, *, rng: random.Random) -> object:
        ids = ids_of(body["steps"])
        return rng.sample(ids, len(ids))

    def posted(self, body: Payload, data: Posted, name: str) -> object:
        """See ItemType. Each step has a field with its place; no answer until all places are given and differ."""
        ids = ids_of(body["steps"])
        places = {step: "".join(data.get(f"{name}-{step}", [])[:1]) for step in ids}
        if sorted(places.values()) != sorted(str(place) for place in range(1, len(ids) + 1)):
            return None
        return sorted(ids, key=lambda step: int(places[step]))

    def renamed(self, body: Payload, value: object, veil: Veil) -> object:
        if not isinstance(value, list):
            return value
        names = veil.names("steps", ids_of(body["steps"]))
        return [names[step] for step in value]

    def in_words(self, body: Payload, value: object) -> str:
        steps = value if isinstance(value, list) else []
        return " → ".join(text_of(body["steps"], step) for step in steps)

    def parts(self, body: Payload, key: Payload, value: object) -> list[Part]:
        given = value if isinstance(value, list) else []
        parts = []
        for place, right in enumerate(key["order"], start=1):
            chosen = given[place - 1] if given else None
            text = text_of(body["steps"], chosen)
            parts.append(Part(str(place), text, text_of(body["steps"], right), Decimal(chosen == right)))
        return parts

    def texts(self, body: Payload) -> list[str]:
        return [step["text"] for step in body["steps"]]

    def candidate_body(self, body: Payload, *, veil: Veil) -> dict[str, Any]:
        return {"steps": veil.mixed("steps", plain_rows(body["steps"]))}

    def expected(self, body: Payload) -> str:
        return _("%(first)s–%(last)s, all, first step first") % range_of(body["steps"])

    def keyed(self, body: Payload, text: str) -> str:
        letters = known_letters(text, body["steps"])
        if len(letters) != len(body["steps"]) or len(set(letters)) != len(letters):
            raise KeyedWrong("every_letter_once")
        return letters

    def keyed_value(self, body: Payload, text: str) -> object:
        return ids_at(text, body["steps"])

    def entry(self, body: Payload, value: object) -> str:
        return "".join(letters_for(value if isinstance(value, list) else [], body["steps"]))
