"""Who sees groups of items that must not meet, and who changes them."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from exams.models import EnemyGroup, Item
from exams.permissions import kept_areas, visible_items
from people.models import User


def visible_groups(user: User, *, day: date) -> QuerySet[EnemyGroup]:
    """Return the groups that hold an item one may read."""
    return EnemyGroup.objects.filter(items__in=visible_items(user, day=day).values("pk")).distinct()


def own_items(user: User, *, day: date) -> QuerySet[Item]:
    """Return the items that one writes, and so may say which must not meet."""
    return Item.objects.filter(area__in=kept_areas(user, day=day).values("pk"))


def writable_groups(user: User, *, day: date) -> QuerySet[EnemyGroup]:
    """Return the groups all of whose items one writes."""
    foreign = Item.objects.exclude(area__in=kept_areas(user, day=day).values("pk"))
    return visible_groups(user, day=day).exclude(items__in=foreign.values("pk"))


def get_group_for(user: User, pk: int, *, day: date) -> EnemyGroup:
    """Return a group one may see; Http404 otherwise."""
    found = visible_groups(user, day=day).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
