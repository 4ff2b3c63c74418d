"""Keeps the list of places where people meet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from core import audit
from people.errors import LocationNameTaken
from people.models import Location, Unit, User

FIELDS = ("name", "address", "unit", "capacity", "is_open_to_all")


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a place; `capacity` counts seats."""

    name: str
    address: str
    unit: Unit
    capacity: int
    is_open_to_all: bool = False


def _told(row: Location) -> dict[str, object]:
    said = {"name": row.name, "address": row.address, "unit": row.unit.code, "capacity": row.capacity}
    return {**said, "is_open_to_all": row.is_open_to_all}


def _refuse_taken(name: str, *, but: int | None = None) -> None:
    same = Location.objects.filter(name__iexact=name)
    if (same if but is None else same.exclude(pk=but)).exists():
        raise LocationNameTaken


@transaction.atomic
def add(said: Said, *, actor: User, at: datetime) -> Location:
    """Add a place. Raises LocationNameTaken."""
    _refuse_taken(said.name)
    row = Location.objects.create(**{field: getattr(said, field) for field in FIELDS})
    audit.record(action="people.location_added", actor=actor, target=row, at=at, data=_told(row))
    return row


@transaction.atomic
def change(location: Location, said: Said, *, actor: User, at: datetime) -> None:
    """Say better what a place is called, where it is, whose, for whom, and how many fit. Raises LocationNameTaken."""
    row = Location.objects.select_for_update().get(pk=location.pk)
    _refuse_taken(said.name, but=row.pk)
    before = _told(row)
    for field in FIELDS:
        setattr(row, field, getattr(said, field))
    row.save(update_fields=FIELDS)
    data = {"before": before, "after": _told(row)}
    audit.record(action="people.location_changed", actor=actor, target=row, at=at, data=data)


@transaction.atomic
def set_use(location: Location, *, is_retired: bool, actor: User, at: datetime) -> None:
    """Take a place out of use, or into use again; sittings that are set up there stay as they are."""
    changed = Location.objects.filter(pk=location.pk, is_retired=not is_retired).update(is_retired=is_retired)
    if changed:
        action = "people.location_retired" if is_retired else "people.location_restored"
        audit.record(action=action, actor=actor, target=location, at=at)
