"""An item outside of any database: what every exchange format is read into and written from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from string import ascii_lowercase
from typing import Any

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BankItem:
    """One item with its key. Shapes of `body` and `key` are those of its type (exams/item_types).

    `area` is the code or the path of names that a file gave, outermost first, with slashes between. `extra` holds
    what only our own bank knows: level, is_critical, roles, bases [[standard, clause]], review_by, notes.
    """

    item_type: str
    stem: str
    body: Payload
    key: Payload
    code: str = ""
    area: str = ""
    points: Decimal = Decimal(1)
    explanation: str = ""
    extra: Payload = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """An item and the line or row of the file where it begins."""

    line: int
    item: BankItem


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why something of a file was kept out: line or row (0 for the whole file), a code, what stood there, and where."""

    line: int
    code: str
    value: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class KeptOut:
    """An item that a format cannot represent, and why; it is said, never dropped in silence."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds. `pictures` are bytes by the name that stems and options use."""

    found: tuple[Found, ...]
    troubles: tuple[Trouble, ...]
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def ids(count: int) -> list[str]:
    """Return short ids for so many options: a … z, then a1 … z1, and so on."""
    return [ascii_lowercase[place % 26] + (str(place // 26) if place >= 26 else "") for place in range(count)]


def texts_with_ids(texts: Sequence[str], given: Sequence[str] | None = None) -> list[dict[str, str]]:
    """Return options in their order; ids that a file kept are used when they fit."""
    names = list(given) if given and len(set(given)) == len(texts) else ids(len(texts))
    return [{"id": name, "text": text} for name, text in zip(names, texts, strict=True)]


def percent(share: Decimal) -> str:
    """Return a share as per cent with up to five decimals, as Moodle writes fractions: 1/3 is 33.33333."""
    return format((share * 100).quantize(Decimal("0.00001")).normalize(), "f")


def share_of(text: str) -> Decimal | None:
    """Return per cent as share; None for no number."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    return value / 100 if value.is_finite() and abs(value) <= 100 else None


def is_near(share: Decimal, wanted: Decimal) -> bool:
    """Tell whether two shares are the same but for the five decimals that files carry."""
    return abs(share - wanted) < Decimal("0.00001")


def weighted_key(names: Sequence[str], shares: Sequence[Decimal]) -> dict[str, Any]:
    """Return the key of a multiple choice whose options carry shares.

    Equal parts for the right and the same taken off for each wrong is our rule "balanced"; all else is kept as
    weights.
    """
    pairs = dict(zip(names, shares, strict=True))
    right = [name for name, share in pairs.items() if share > 0]
    part = Decimal(1) / len(right) if right else Decimal(0)
    balanced = all(is_near(share, part if name in right else -part) for name, share in pairs.items())
    if right and balanced:
        return {"correct": right, "scoring": "balanced"}
    weights = {name: format(share.normalize(), "f") for name, share in pairs.items() if share}
    return {"correct": right, "scoring": "weights", "weights": weights}


def shares_of(names: Sequence[str], key: Payload) -> tuple[list[Decimal], bool]:
    """Return each option's share as other systems count, and whether that is exactly our rule.

    All-or-nothing has no such shares: equal parts, and all taken away by one wrong, come nearest.
    """
    right = set(key["correct"])
    part = Decimal(1) / len(right) if right else Decimal(0)
    scoring = key.get("scoring", "all_or_nothing")
    if scoring == "weights":
        return [Decimal(str(key.get("weights", {}).get(name, "0"))) for name in names], True
    if scoring == "balanced":
        return [part if name in right else -part for name in names], True
    return [part if name in right else Decimal(-1) for name in names], False


def packed(extra: Payload) -> str:
    """Return what a format cannot hold as one line of JSON; empty for nothing."""
    kept = {name: value for name, value in extra.items() if value not in (None, "", [], {}, False)}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if kept else ""


def unpacked(text: str) -> dict[str, Any]:
    """Return what was packed; empty for text that no export of ours wrote."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


OWN = ("level", "is_critical", "roles", "bases", "review_by", "notes", "points", "scoring", "ids", "keep_order",
       "labels", "units", "match_case", "feedback", "most_characters", "rubric", "whole")  # fmt: skip


def own(found: Payload) -> dict[str, Any]:
    """Return only what our exports write; anything else of a foreign line is left out."""
    return {name: found[name] for name in OWN if name in found}


BANK = ("level", "is_critical", "roles", "bases", "review_by", "notes")


def bank_part(found: Payload) -> dict[str, Any]:
    """Return what becomes `extra` of an item."""
    return {name: found[name] for name in BANK if name in found}


def duplicates(codes: Iterable[str]) -> set[str]:
    """Return the codes that come more than once, in any case of letters."""
    seen: set[str] = set()
    twice: set[str] = set()
    for code in (code.upper() for code in codes if code):
        (twice if code in seen else seen).add(code)
    return twice
