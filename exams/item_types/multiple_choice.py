"""Several right options.

body as for single choice; value a sorted list of ids;
key {"correct": [ids], "scoring": "all_or_nothing" | "balanced" | "weights", "weights": {id: share, may be negative},
"feedback": {id: text}}.
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
from exams.item_types.registry import Choice, ItemType, Payload, Posted, ids_of, part_of, register
from exams.item_types.single_choice import option_problems, shown_options
from exams.item_types.veils import Veil

SCORINGS = ("all_or_nothing", "balanced", "weights")


@register
class MultipleChoice(ItemType):
    """All right options and no wrong one.

    `balanced` gives (right ones chosen − wrong ones chosen) ÷ right ones, at least 0: ticking all of as many wrong as
    right ones earns nothing. `weights` adds up the weights of what is chosen, kept within 0 and 1.
    """

    code: ClassVar[str] = "multiple_choice"
    label: ClassVar[Promise] = gettext_lazy("multiple choice")
    place: ClassVar[int] = 2

    def problems(self, body: Payload, key: Payload) -> list[str]:
        found = option_problems(body, key, least_weight=-1) + ([] if key.get("correct") else ["none_correct"])
        if key.get("scoring", SCORINGS[0]) not in SCORINGS:
            found.append("scoring_unknown")
        elif key.get("scoring") == "weights" and not found and self.share(body, key, key["correct"]) != 1:
            found.append("right_answer_earns_too_little")
        return found

    def is_answered(self, body: Payload, value: object) -> bool:
        return isinstance(value, list) and bool(value)

    def clean(self, body: Payload, value: object) -> object:
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            raise ValueError("The response is no list of options.")
        if not set(value) <= set(ids_of(body["options"])):
            raise ValueError("The response names an option that this item does not have.")
        return sorted(set(value))

    def share(self, body: Payload, key: Payload, value: object) -> Decimal:
        if not isinstance(value, list):
            return Decimal(0)
        right, chosen = set(key["correct"]), set(value)
        if key.get("scoring") == "balanced":
            return part_of(len(chosen & right) - len(chosen - right), len(right))
        if key.get("scoring") == "weights":
            total = sum((Decimal(key.get("weights", {}).get(option, 0)) for option in chosen), Decimal(0))
            return min(Decimal(1), max(Decimal(0), total))
        return Decimal(chosen == right)

    def right_value(self, body: Payload, key: Payload) -> object:
        return sorted(key["correct"])

    def guess(self, body: Payload, *, rng: random.Random) -> object:
        ids = ids_of(body["options"])
        return sorted(rng.sample(ids, rng.randint(1, len(ids))))

    def posted(self, body: Payload, data: Posted, name: str) -> object:
        return sorted(data.get(name, [])) or None

    def renamed(self, body: Payload, value: object, veil: Veil) -> object:
        if not isinstance(value, list):
            return value
        names = veil.names("options", ids_of(body["options"]))
        return sorted(names[option] for option in value)

    def in_words(self, body: Payload, value: object) -> str:
        chosen = value if isinstance(value, list) else []
        return "；".join(option["text"] for option in body["options"] if option["id"] in chosen)

    def texts(self, body: Payload) -> list[str]:
        return [option["text"] for option in body["options"]]

    def feedback(self, key: Payload, value: object) -> str:
        return super().feedback(key, sorted(value)) if isinstance(value, list) else ""

    def key_choices(self, body: Payload, key: Payload) -> list[Choice]:
        return [Choice(row["id"], row["text"], row["id"] in key["correct"]) for row in body["options"]]

    def key_of_choices(self, body: Payload, key: Payload, chosen: Sequence[str]) -> dict[str, Any]:
        # Weights belong to the options that were right before.
        scoring = {"scoring": SCORINGS[1]} if key.get("scoring") == "weights" else {}
        rest = {k: v for k, v in key.items() if k != "weights"}
        return {**rest, **scoring, "correct": sorted(chosen)}

    def chosen(self, value: object) -> tuple[str, ...]:
        return tuple(value) if isinstance(value, list) else ()

    def candidate_body(self, body: Payload, *, veil: Veil) -> dict[str, Any]:
        return shown_options(body, veil)

    def expected(self, body: Payload) -> str:
        return _("%(first)s–%(last)s, several") % range_of(body["options"])

    def keyed(self, body: Payload, text: str) -> str:
        return "".join(sorted(set(known_letters(text, body["options"]))))

    def keyed_value(self, body: Payload, text: str) -> object:
        return sorted(ids_at(text, body["options"]))

    def entry(self, body: Payload, value: object) -> str:
        chosen = value if isinstance(value, list) else []
        return "".join(sorted(letters_for(chosen, body["options"])))
