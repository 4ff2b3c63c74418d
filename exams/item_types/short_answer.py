"""A few sentences, marked by a person.

body {"most_characters": int}; key {"rubric": [{"id", "text", "share"}], "model_answer": text}; value text.
"""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from exams.domain.marking import Line, Written, rubric_of
from exams.item_types.registry import (
    ItemType,
    Part,
    Payload,
    Posted,
    read_decimal,
    register,
    row_problems,
)
from exams.item_types.veils import Veil

DEFAULT_CHARACTERS, MOST_CHARACTERS = 500, 4000


def most_characters(body: Payload) -> int:
    """Return how many characters an answer may have."""
    return int(body.get("most_characters", DEFAULT_CHARACTERS))


@register
class ShortAnswer(ItemType):
    """No answer earns nothing at once; any answer waits for a marker, who gives the shares of the rubric it meets."""

    code: ClassVar[str] = "short_answer"
    label: ClassVar[Promise] = gettext_lazy("short answer")
    place: ClassVar[int] = 8
    is_manual: ClassVar[bool] = True
    keyable: ClassVar[bool] = False

    def problems(self, body: Payload, key: Payload) -> list[str]:
        rubric = key.get("rubric", [])
        found = row_problems(rubric, least=1, kind="rubric_line")
        shares = [read_decimal(line.get("share")) for line in rubric]
        if any(share is None or not 0 < share <= 1 for share in shares) or sum(s or 0 for s in shares) != 1:
            found.append("rubric_shares_not_one")
        if not str(key.get("model_answer", "")).strip():
            found.append("no_model_answer")
        if not 1 <= most_characters(body) <= MOST_CHARACTERS:
            found.append("length_out_of_range")
        return found

    def is_answered(self, body: Payload, value: object) -> bool:
        return isinstance(value, str) and bool(value.strip())

    def clean(self, body: Payload, value: object) -> object:
        if value is None:
            return None
        if not isinstance(value, str) or len(value) > most_characters(body) or "\x00" in value:
            raise ValueError("The response is no text of this length.")
        return value.replace("\r\n", "\n") if value.strip() else None

    def share(self, body: Payload, key: Payload, value: object) -> Decimal | None:
        return None if self.is_answered(body, value) else Decimal(0)

    def written(self, body: Payload, key: Payload, value: object) -> list[Written]:
        return (
            [Written("", self.in_words(body, value), key["model_answer"])] if self.is_answered(body, value) else []
        )

    def rubric(self, body: Payload, key: Payload, value: object) -> list[Line]:
        return rubric_of(key) if self.is_answered(body, value) else []

    def right_value(self, body: Payload, key: Payload) -> object:
        return key["model_answer"]

    def guess(self, body: Payload, *, rng: random.Random) -> object:
        return rng.choice(["不清楚", "按规程办", "先报告班长"])[: most_characters(body)]

    def posted(self, body: Payload, data: Posted, name: str) -> object:
        text = "".join(data.get(name, [])[:1]).replace("\r\n", "\n")
        return text if text.strip() else None

    def in_words(self, body: Payload, value: object) -> str:
        return value if isinstance(value, str) else ""

    def parts(self, body: Payload, key: Payload, value: object) -> list[Part]:
        lines = "\n".join(f"- {line['text']}" for line in key["rubric"])
        right = f"{key['model_answer']}\n\n{lines}"
        return [Part("", self.in_words(body, value), right, self.share(body, key, value))]

    def texts(self, body: Payload) -> list[str]:
        return []

    def candidate_body(self, body: Payload, *, veil: Veil) -> dict[str, Any]:
        return {"most_characters": most_characters(body)}
