"""One item of a form as marked: by its rule, by its markers, or by what two persons decided after use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from exams.domain.scoring import MarkedItem
from exams.enums import CorrectionKind
from exams.item_types.registry import item_type


@dataclass(frozen=True, slots=True)
class Wording:
    """What an approved wording holds that marking needs."""

    item_type: str
    body: Mapping[str, Any]
    key: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """What holds instead of the key of a wording: another key, right for everybody, or no count at all."""

    kind: str
    key: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a frozen form."""

    position: int
    points: Decimal
    is_critical: bool
    section: int | None = None


def marked(
    place: Place, wording: Wording, value: object, *, change: Change | None = None, decided: Decimal | None = None
) -> MarkedItem:
    """Return one item as marked. `decided` is what markers settled of what they mark; without it the share is None.

    An item that counts for nobody has no points and fails nobody.
    """
    if change is not None and change.kind == CorrectionKind.NOBODY:
        return MarkedItem(place.position, Decimal(0), Decimal(0), is_critical=False, section=place.section)
    if change is not None and change.kind == CorrectionKind.EVERYBODY:
        return MarkedItem(place.position, place.points, Decimal(1), place.is_critical, place.section)
    key = change.key if change is not None and change.key is not None else wording.key
    kind = item_type(wording.item_type)
    found = kind.share(wording.body, key, value)
    if found is None and decided is not None:
        found = kind.settled(wording.body, key, value, decided)
    return MarkedItem(place.position, place.points, found, place.is_critical, place.section)
