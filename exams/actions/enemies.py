"""Groups of items that must not meet in one form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from core import audit
from exams.errors import NoteEmpty
from exams.errors.enemies import TooFewEnemies
from exams.models import EnemyGroup, Item
from people.models import User

FEWEST = 2


@transaction.atomic
def save(group: EnemyGroup | None, *, reason: str, items: Sequence[Item], actor: User, at: datetime) -> EnemyGroup:
    """Store which items must not meet and why, a new group for None. Raises NoteEmpty and TooFewEnemies."""
    if not reason.strip():
        raise NoteEmpty
    if len({item.pk for item in items}) < FEWEST:
        raise TooFewEnemies
    held = EnemyGroup() if group is None else group
    held.reason = reason.strip()
    held.save()
    held.items.set(items)
    _record("exams.enemies_saved", held, items, actor=actor, at=at)
    return held


@transaction.atomic
def delete(group: EnemyGroup, *, actor: User, at: datetime) -> None:
    """Let the items of a group meet again; forms drawn before stay as they are."""
    _record("exams.enemies_deleted", group, list(group.items.all()), actor=actor, at=at)
    group.delete()


def _record(action: str, group: EnemyGroup, items: Sequence[Item], *, actor: User, at: datetime) -> None:
    data = {"reason": group.reason, "items": sorted(item.code for item in items)}
    audit.record(action=action, actor=actor, target=group, at=at, data=data)
