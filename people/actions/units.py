"""Keeps the organisation: units are added, renamed, moved and closed, and the closure of the tree follows."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from core import audit
from people.domain.tree import TreeHasCycle, closure, moved
from people.errors import (
    UnitCodeTaken,
    UnitEndsBeforeItBegins,
    UnitHasPeople,
    UnitHasUnits,
    UnitIsClosed,
    UnitWouldBeInsideItself,
)
from people.models import Employment, Unit, UnitClosure, User


@transaction.atomic
def rebuild_closure() -> int:
    """Write every ancestor of every unit anew; return the number of rows.

    Raises people.domain.tree.TreeHasCycle, and leaves the old rows, when a unit is below itself.
    Cost: four queries, whatever the size of the tree.
    """
    rows = closure(dict(Unit.objects.values_list("pk", "parent_id")))
    UnitClosure.objects.all().delete()
    UnitClosure.objects.bulk_create(
        (UnitClosure(ancestor_id=above, descendant_id=below, depth=depth) for above, below, depth in rows),
        batch_size=500,
    )
    return len(rows)


def _locked_tree() -> dict[int, Unit]:
    """Lock all units: two moves at once could each be right and together make a circle."""
    return {unit.pk: unit for unit in Unit.objects.select_for_update().order_by("pk")}


@transaction.atomic
def add(
    *,
    code: str,
    name: str,
    name_en: str,
    kind: str,
    parent: Unit,
    valid_from: date,
    has_people_below_ground: bool,
    actor: User,
    at: datetime,
) -> Unit:
    """Add a unit below another. Raises UnitCodeTaken and UnitIsClosed (for the parent)."""
    tree = _locked_tree()
    if any(unit.code.upper() == code.upper() for unit in tree.values()):
        raise UnitCodeTaken
    if tree[parent.pk].valid_to is not None:
        raise UnitIsClosed
    unit = Unit.objects.create(
        code=code,
        name=name,
        name_en=name_en,
        kind=kind,
        parent=parent,
        valid_from=valid_from,
        has_people_below_ground=has_people_below_ground,
    )
    rebuild_closure()
    audit.record(action="people.unit_added", actor=actor, target=unit, at=at, data=_told(unit))
    return unit


def _told(unit: Unit) -> dict[str, object]:
    return {
        "code": unit.code,
        "name": unit.name,
        "name_en": unit.name_en,
        "kind": unit.kind,
        "parent": unit.parent.code if unit.parent is not None else None,
        "has_people_below_ground": unit.has_people_below_ground,
    }


@transaction.atomic
def change(
    unit: Unit, *, name: str, name_en: str, kind: str, has_people_below_ground: bool, actor: User, at: datetime
) -> None:
    """Rename a unit, or say better what it is; its code stays, because rosters name units by it."""
    row = Unit.objects.select_for_update().get(pk=unit.pk)
    before = _told(row)
    row.name, row.name_en, row.kind = name, name_en, kind
    row.has_people_below_ground = has_people_below_ground
    row.save(update_fields=["name", "name_en", "kind", "has_people_below_ground"])
    data = {"before": before, "after": _told(row)}
    audit.record(action="people.unit_changed", actor=actor, target=row, at=at, data=data)


@transaction.atomic
def move(unit: Unit, *, parent: Unit, actor: User, at: datetime) -> None:
    """Put a unit, with all below it, below another; who sees its people changes with this moment.

    Raises UnitWouldBeInsideItself and UnitIsClosed (for the new parent).
    """
    tree = _locked_tree()
    row, above = tree[unit.pk], tree[parent.pk]
    if above.valid_to is not None:
        raise UnitIsClosed
    try:
        moved({pk: each.parent_id for pk, each in tree.items()}, unit=row.pk, below=above.pk)
    except TreeHasCycle as cycle:
        raise UnitWouldBeInsideItself from cycle
    before = tree[row.parent_id].code if row.parent_id is not None else None
    row.parent = above
    row.save(update_fields=["parent"])
    rebuild_closure()
    audit.record(
        action="people.unit_moved", actor=actor, target=row, at=at, data={"from": before, "to": above.code}
    )


@transaction.atomic
def close(unit: Unit, *, last_day: date, actor: User, at: datetime) -> None:
    """Give a unit its last day. Nothing is deleted: reports of days before still hold.

    Raises UnitIsClosed, UnitEndsBeforeItBegins, UnitHasUnits and UnitHasPeople; the last two name the count in `data`.
    """
    tree = _locked_tree()
    row = tree[unit.pk]
    if row.valid_to is not None:
        raise UnitIsClosed
    if last_day < row.valid_from:
        raise UnitEndsBeforeItBegins
    after = Q(valid_to=None) | Q(valid_to__gt=last_day)
    units = Unit.objects.filter(after, parent=row).count()
    if units:
        raise UnitHasUnits(data={"units": units})
    people = Employment.objects.filter(Q(ends_on=None) | Q(ends_on__gt=last_day), unit=row).count()
    if people:
        raise UnitHasPeople(data={"people": people})
    row.valid_to = last_day
    row.save(update_fields=["valid_to"])
    audit.record(action="people.unit_closed", actor=actor, target=row, at=at, data={"last_day": last_day})


@transaction.atomic
def reopen(unit: Unit, *, actor: User, at: datetime) -> None:
    """Take the last day of a unit away. Raises UnitIsClosed while the unit above is closed."""
    tree = _locked_tree()
    row = tree[unit.pk]
    if row.parent_id is not None and tree[row.parent_id].valid_to is not None:
        raise UnitIsClosed
    if row.valid_to is not None:
        before, row.valid_to = row.valid_to, None
        row.save(update_fields=["valid_to"])
        audit.record(action="people.unit_reopened", actor=actor, target=row, at=at, data={"last_day": before})
