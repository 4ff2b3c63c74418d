"""What an undo of an import would do, and what stands in its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from people.enums import RosterRecord, RosterState
from people.models import Employment, Person, RosterChange, RosterUpload


@dataclass(frozen=True, slots=True)
class UndoView:
    """What an undo would do, in people and employments, and whose records were touched since, by number."""

    removed_people: int
    kept_people: int
    edited_people: int
    removed_employments: int
    reopened_employments: int
    touched: tuple[str, ...]


def newest_import() -> RosterUpload | None:
    """Return the newest import that changed something and was not undone, or None."""
    applied = RosterUpload.objects.filter(state__in=[RosterState.APPLIED, RosterState.UNDOING])
    changing = applied.filter(pk__in=RosterChange.objects.values("upload"))
    return changing.order_by("-applied_at", "-pk").first()


def keys_of(upload: RosterUpload, record: RosterRecord) -> QuerySet[Any, Any]:
    """Return the keys of the records of one kind that the import changed, for use in another query."""
    return RosterChange.objects.filter(upload=upload, record=record).values("record_id")


def people_with_records(upload: RosterUpload) -> set[int]:
    """Return the keys of people whom the import added and who have an account or any record by now.

    Every table that points at a person counts, whichever floor it belongs to. Cost: one query per table.
    """
    added = keys_of(upload, RosterRecord.PERSON_ADDED)
    kept = set(Person.objects.filter(pk__in=added).exclude(user=None).values_list("pk", flat=True))
    for relation in Person._meta.related_objects:
        if relation.related_model is Employment:
            continue
        name = relation.field.name
        rows = relation.related_model._base_manager.filter(**{f"{name}__in": added})
        kept |= set(rows.order_by().values_list(name, flat=True).distinct())
    # An employment that did not come from this import is a record too.
    others = Employment.objects.filter(person__in=added).exclude(
        pk__in=keys_of(upload, RosterRecord.EMPLOYMENT_BEGAN)
    )
    return kept | set(others.values_list("person_id", flat=True))


def touched_since(upload: RosterUpload) -> list[str]:
    """Return the employee numbers whose records no longer are what the import made of them, in order.

    Cost: six queries, whatever the size of the import.
    """
    touched = _edited_since(upload) | _employed_since(upload)
    return sorted({*touched, *_begun_elsewhere(upload)})


def _changes(upload: RosterUpload, record: RosterRecord) -> QuerySet[Any, Any]:
    rows = RosterChange.objects.filter(upload=upload, record=record)
    return rows.values_list("employee_no", "record_id", "after")


def _edited_since(upload: RosterUpload) -> set[str]:
    people = {row.pk: row for row in Person.objects.filter(pk__in=keys_of(upload, RosterRecord.PERSON_EDITED))}
    changes = _changes(upload, RosterRecord.PERSON_EDITED)
    return {number for number, key, after in changes if not _still(people.get(key), after)}


def _employed_since(upload: RosterUpload) -> set[str]:
    began = _last_days(upload, RosterRecord.EMPLOYMENT_BEGAN)
    ended = _last_days(upload, RosterRecord.EMPLOYMENT_ENDED)
    # An employment that is gone has no entry; one that goes on has None.
    gone = date.min
    touched = {
        number
        for number, key, _after in _changes(upload, RosterRecord.EMPLOYMENT_BEGAN)
        if began.get(key, gone) is not None
    }
    return touched | {
        number
        for number, key, after in _changes(upload, RosterRecord.EMPLOYMENT_ENDED)
        if ended.get(key) != date.fromisoformat(after["ends_on"])
    }


def _last_days(upload: RosterUpload, record: RosterRecord) -> dict[int, date | None]:
    return dict(Employment.objects.filter(pk__in=keys_of(upload, record)).values_list("pk", "ends_on"))


def _still(person: Person | None, after: dict[str, str]) -> bool:
    return person is not None and all(getattr(person, field) == value for field, value in after.items())


def _begun_elsewhere(upload: RosterUpload) -> list[str]:
    """Return whoever got another employment since: one after the last day, or one in a role to be opened again."""
    closed = Employment.objects.filter(pk__in=keys_of(upload, RosterRecord.EMPLOYMENT_ENDED))
    since = Q(person__employments__job_role=F("job_role")) | Q(person__employments__ends_on__lt=F("starts_on"))
    in_the_way = Employment.objects.filter(since, ends_on=None, person__employments__in=closed)
    others = in_the_way.exclude(pk__in=keys_of(upload, RosterRecord.EMPLOYMENT_BEGAN))
    return list(others.values_list("person__employee_no", flat=True).distinct())


def undo_view(upload: RosterUpload) -> UndoView:
    """Return what an undo would do now."""
    counts = {record: keys_of(upload, record).count() for record in RosterRecord}
    kept = people_with_records(upload)
    return UndoView(
        removed_people=counts[RosterRecord.PERSON_ADDED] - len(kept),
        kept_people=len(kept),
        edited_people=counts[RosterRecord.PERSON_EDITED],
        removed_employments=counts[RosterRecord.EMPLOYMENT_BEGAN],
        reopened_employments=counts[RosterRecord.EMPLOYMENT_ENDED],
        touched=tuple(touched_since(upload)),
    )
