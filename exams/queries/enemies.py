"""Groups of items that must not meet, in lists."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from exams.models import EnemyGroup, Item


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group: the items that one may read, and how many others there are."""

    group: EnemyGroup
    items: list[Item]
    others: int
    may_write: bool


def group_rows(
    groups: QuerySet[EnemyGroup], *, readable: QuerySet[Item], writable: QuerySet[EnemyGroup]
) -> list[GroupRow]:
    """Return one row for each group, in the order given. Cost: four queries, however many."""
    found = list(groups.prefetch_related(Prefetch("items", Item.objects.order_by("code"))))
    seen = set(readable.filter(enemy_groups__in=found).values_list("pk", flat=True))
    own = set(writable.filter(pk__in=[group.pk for group in found]).values_list("pk", flat=True))
    rows = []
    for group in found:
        items = list(group.items.all())
        shown = [item for item in items if item.pk in seen]
        rows.append(GroupRow(group, shown, len(items) - len(shown), group.pk in own))
    return rows
