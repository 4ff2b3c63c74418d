"""The wordings of forms, read once a process: an approved one never changes, the database refuses it."""

from __future__ import annotations

from collections.abc import Sequence

from exams.enums import ItemStatus
from exams.models import FormItem, ItemVersion

MOST = 2000  # in memory at once: ten thousand characters each are 20 MB
# All that the database freezes, and the status by which it does. What is not here is never read from memory.
FROZEN = ("item", "number", "item_type", "level", "is_critical", "points", "stem", "body", "key", "explanation")
_held: dict[int, ItemVersion] = {}


def attach(items: Sequence[FormItem]) -> None:
    """Give every item of a form its wording, which nobody may change. Cost: none, or one query for those not held."""
    wanted = {row.version_id for row in items}
    found = {pk: held for pk in wanted if (held := _held.get(pk))}  # in one look: another thread may clear
    if missing := wanted - found.keys():
        fresh = ItemVersion.objects.only(*FROZEN, "status").in_bulk(missing)
        found |= fresh
        _hold(fresh)
    for row in items:
        row.version = found[row.version_id]


def _hold(versions: dict[int, ItemVersion]) -> None:
    if len(_held) + len(versions) > MOST:
        _held.clear()  # the next papers bring back what is in use
    _held.update(
        {pk: row for pk, row in versions.items() if row.status in (ItemStatus.APPROVED, ItemStatus.RETIRED)}
    )


def forget() -> None:
    """Hold nothing: for tests, whose databases give the same number to another wording."""
    _held.clear()
