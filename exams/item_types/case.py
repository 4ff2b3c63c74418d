"""One case with several questions about it.

body {"parts": [{"id", "item_type", "stem", "body", "points"}]}; key {part id: its key}; value {part id: its response}.
All that is answered in words is marked together: the lines of a marker are those of the rubrics, in proportion to the
points of their questions.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from exams.domain.marking import Line, Written
from exams.item_types.registry import (
    REGISTRY,
    ItemType,
    KeyedWrong,
    Part,
    Payload,
    Posted,
    ids_of,
    item_type,
    part_of,
    read_decimal,
    register,
)
from exams.item_types.veils import Veil

BETWEEN = "|"  # stands between the entries of the parts when a paper is keyed
LEAST, MOST = 2, 10


def _parts(body: Payload) -> Iterator[tuple[ItemType, Payload]]:
    return ((item_type(part["item_type"]), part) for part in body["parts"])


def _points(body: Payload, key: Payload, value: object) -> tuple[Decimal, Decimal, Decimal]:
    """Return the points earned by rule, those that wait for a marker, and all."""
    given, earned, waiting, most = _given(value), Decimal(0), Decimal(0), Decimal(0)
    for kind, part in _parts(body):
        points, share = Decimal(part["points"]), kind.share(part["body"], key[part["id"]], given.get(part["id"]))
        most += points
        if share is None:
            waiting += points
        else:
            earned += points * share
    return earned, waiting, most


def _given(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


@register
class Case(ItemType):
    """The share is the mean of those of the parts, weighted by points. Parts are of types answered in one go."""

    code: ClassVar[str] = "case"
    label: ClassVar[Promise] = gettext_lazy("case")
    place: ClassVar[int] = 10
    keeps_case: ClassVar[bool] = True

    def problems(self, body: Payload, key: Payload) -> list[str]:
        parts = body.get("parts", [])
        found = [] if LEAST <= len(parts) <= MOST else ["parts_too_few_or_many"]
        if len(set(ids_of(parts))) != len(parts) or set(key) != set(ids_of(parts)):
            found.append("key_does_not_fit_parts")
            return found
        for part in parts:
            kind = REGISTRY.get(part.get("item_type", ""))
            points = read_decimal(part.get("points"))
            if points is None or points <= 0:
                found.append("part_points_not_positive")
            if not str(part.get("stem", "")).strip():
                found.append("part_without_stem")
            if kind is None or kind.is_stepwise or kind is self:
                found.append("part_type_not_allowed")
            else:
                found += kind.problems(part.get("body", {}), key[part["id"]])
        return found

    def is_answered(self, body: Payload, value: object) -> bool:
        """See ItemType. Answered means every part, so that the page before handing in names what is open."""
        given = _given(value)
        return all(kind.is_answered(part["body"], given.get(part["id"])) for kind, part in _parts(body))

    def clean(self, body: Payload, value: object) -> object:
        if value is None:
            return None
        if not isinstance(value, dict) or not set(value) <= set(ids_of(body["parts"])):
            raise ValueError("The response names a part that this case does not have.")
        cleaned = {part["id"]: kind.clean(part["body"], value.get(part["id"])) for kind, part in _parts(body)}
        return {part: answer for part, answer in sorted(cleaned.items()) if answer is not None} or None

    def needs_marker(self, body: Payload) -> bool:
        return any(kind.needs_marker(part["body"]) for kind, part in _parts(body))

    def can_be_keyed(self, body: Payload) -> bool:
        return all(kind.can_be_keyed(part["body"]) for kind, part in _parts(body))

    def share(self, body: Payload, key: Payload, value: object) -> Decimal | None:
        earned, waiting, most = _points(body, key, value)
        return None if waiting else part_of(earned, most)

    def settled(self, body: Payload, key: Payload, value: object, decided: Decimal) -> Decimal:
        earned, waiting, most = _points(body, key, value)
        return part_of(earned + waiting * decided, most)

    def decided(self, body: Payload, key: Payload, value: object, share: Decimal) -> Decimal:
        earned, waiting, most = _points(body, key, value)
        # The share of the whole was cut off after ten places.
        exact = ((share * most - earned) / waiting).quantize(Decimal("1e-6"), rounding=ROUND_HALF_UP)
        return min(Decimal(1), max(Decimal(0), exact))

    def written(self, body: Payload, key: Payload, value: object) -> list[Written]:
        given, found = _given(value), []
        for number, (kind, part) in enumerate(_parts(body), start=1):
            rows = kind.written(part["body"], key[part["id"]], given.get(part["id"]))
            found += [replace(row, stem=f"({number}) {part['stem']}") for row in rows]
        return found

    def rubric(self, body: Payload, key: Payload, value: object) -> list[Line]:
        given, found = _given(value), []
        _earned, waiting, _most = _points(body, key, value)
        for number, (kind, part) in enumerate(_parts(body), start=1):
            for line in kind.rubric(part["body"], key[part["id"]], given.get(part["id"])):
                share = line.share * Decimal(part["points"]) / waiting
                found.append(Line(f"{part['id']}.{line.id}", f"({number}) {line.text}", share))
        return found

    def right_value(self, body: Payload, key: Payload) -> object:
        rights = {part["id"]: kind.right_value(part["body"], key[part["id"]]) for kind, part in _parts(body)}
        return dict(sorted(rights.items()))

    def guess(self, body: Payload, *, rng: random.Random) -> object:
        return dict(sorted((part["id"], kind.guess(part["body"], rng=rng)) for kind, part in _parts(body)))

    def posted(self, body: Payload, data: Posted, name: str) -> object:
        found = {p["id"]: kind.posted(p["body"], data, f"{name}-{p['id']}") for kind, p in _parts(body)}
        return {part: answer for part, answer in sorted(found.items()) if answer is not None} or None

    def renamed(self, body: Payload, value: object, veil: Veil) -> object:
        if not isinstance(value, dict):
            return value
        own = {
            part["id"]: kind.renamed(part["body"], value[part["id"]], veil.within(part["id"]))
            for kind, part in _parts(body)
            if part["id"] in value
        }
        return {**value, **own}

    def in_words(self, body: Payload, value: object) -> str:
        given, words = _given(value), []
        for number, (kind, part) in enumerate(_parts(body), start=1):
            if part["id"] in given:
                words.append(f"({number}) {kind.in_words(part['body'], given[part['id']])}")
        return " ".join(words)

    def parts(self, body: Payload, key: Payload, value: object) -> list[Part]:
        given, parts = _given(value), []
        for number, (kind, part) in enumerate(_parts(body), start=1):
            for inner in kind.parts(part["body"], key[part["id"]], given.get(part["id"])):
                label = f"({number}) {part['stem']}" + (f" · {inner.label}" if inner.label else "")
                parts.append(Part(label, inner.given, inner.right, inner.share, inner.feedback))
        return parts

    def drawn(self, body: Payload, key: Payload, value: object) -> dict[str, Any]:
        given, overlays = _given(value), []
        for kind, part in _parts(body):
            drawn = kind.drawn(part["body"], key[part["id"]], given.get(part["id"]))
            overlays += drawn.get("overlays", [])
        return {"overlays": overlays} if overlays else {}

    def texts(self, body: Payload) -> list[str]:
        return [text for kind, part in _parts(body) for text in (part["stem"], *kind.texts(part["body"]))]

    def pictures(self, body: Payload) -> list[str]:
        return [code for kind, part in _parts(body) for code in kind.pictures(part["body"])]

    def candidate_body(self, body: Payload, *, veil: Veil) -> dict[str, Any]:
        parts = [
            {
                "id": part["id"],
                "item_type": part["item_type"],
                "stem": part["stem"],
                "body": kind.candidate_body(part["body"], veil=veil.within(part["id"])),
                "points": part["points"],
            }
            for kind, part in _parts(body)
        ]
        return {"parts": parts}

    def expected(self, body: Payload) -> str:
        return f" {BETWEEN} ".join(kind.expected(part["body"]) for kind, part in _parts(body))

    def keyed(self, body: Payload, text: str) -> str:
        entries = [entry.strip() for entry in text.split(BETWEEN)]
        if len(entries) != len(body["parts"]) or not all(entries):
            raise KeyedWrong("one_entry_per_part")
        read = []
        for (kind, part), entry in zip(_parts(body), entries, strict=True):
            plain = entry if kind.keeps_case else entry.upper()
            read.append(plain if plain in ("-", "?") else kind.keyed(part["body"], plain))
        return BETWEEN.join(read)

    def keyed_value(self, body: Payload, text: str) -> object:
        found = {}
        for (kind, part), entry in zip(_parts(body), text.split(BETWEEN), strict=True):
            value = None if entry in ("-", "?") else kind.keyed_value(part["body"], entry)
            if value is not None:
                found[part["id"]] = value
        return dict(sorted(found.items())) or None

    def entry(self, body: Payload, value: object) -> str:
        given = _given(value)
        return BETWEEN.join(
            kind.entry(part["body"], given[part["id"]]) if part["id"] in given else "-"
            for kind, part in _parts(body)
        )
