"""The wordings of forms, read once a process: an approved one never changes, the database refuses it."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from exams.enums import ItemStatus
from exams.models import FormItem, ItemVersion

MOST = 2000  # in memory at once: ten thousand characters each are 20 MB
# All that the database freezes, and the status by which it does. What is not here is never read from memory.
FROZEN = ("item", "number", "item_type", "level", "is_critical", "points", "stem", "body", "key", "explanation")
_held: dict[int, ItemVersion] = {}


class PlacedItem(NamedTuple):
    """One item at its place in a form, with its wording, which nobody may change."""

    position: int
    version_id: int
    points: Decimal
    is_critical: bool
    section: int | None
    version: ItemVersion


OneItem = FormItem | PlacedItem  # what looks at an item of a form does not mind which


def wordings_of(versions: Collection[int]) -> dict[int, ItemVersion]:
    """Return wordings by their keys. Cost: none, or one query for those not held."""
    found = {pk: held for pk in versions if (held := _held.get(pk))}  # in one look: another thread may clear
    if missing := set(versions) - found.keys():
        fresh = ItemVersion.objects.only(*FROZEN, "status").in_bulk(missing)
        found |= fresh
        _hold(fresh)
    return found


def is_frozen(version: ItemVersion) -> bool:
    """Tell whether the database refuses every change of a wording."""
    return version.status in (ItemStatus.APPROVED, ItemStatus.RETIRED)


def _hold(versions: dict[int, ItemVersion]) -> None:
    if len(_held) + len(versions) > MOST:
        _held.clear()  # the next papers bring back what is in use
    _held.update({pk: row for pk, row in versions.items() if is_frozen(row)})


def forget() -> None:
    """Hold nothing: for tests, whose databases give the same number to another wording."""
    _held.clear()
