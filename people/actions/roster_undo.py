"""Takes the newest import back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from core import audit, clock, jobs
from core.errors import Refusal
from people.actions.carried_details import carry_over
from people.actions.roster_import import BATCH, lock_roster, write_details, write_last_days
from people.actions.roster_uploads import in_each_language
from people.enums import RosterRecord, RosterState
from people.errors import RosterNotUndoable, RosterTouchedSince
from people.models import Employment, Person, RosterChange, RosterUpload, User
from people.queries.roster_undo import keys_of, newest_import, people_with_records, touched_since
from people.signals import employments_changed

MOST_NAMED = 10


@transaction.atomic
def want_undone(row: RosterUpload, *, actor: User, at: datetime) -> None:
    """Have the worker take an import back. Raises RosterNotUndoable and RosterTouchedSince."""
    _refuse_unless_undoable(row)
    applied = RosterUpload.objects.filter(pk=row.pk, state=RosterState.APPLIED)
    if not applied.update(state=RosterState.UNDOING, undo_wishes=F("undo_wishes") + 1):
        raise RosterNotUndoable
    row.refresh_from_db()
    jobs.enqueue_on_commit(
        "people.undo_roster", at=at, key=row.job_key, owner=actor, upload_id=row.pk, actor_id=actor.pk
    )


def _refuse_unless_undoable(row: RosterUpload) -> None:
    if newest_import() != row:
        raise RosterNotUndoable
    if touched := touched_since(row):
        more = ["…"] if len(touched) > MOST_NAMED else []
        raise RosterTouchedSince(data={"employee_numbers": [*touched[:MOST_NAMED], *more]})


def undo_wanted(row: RosterUpload, *, actor: User, at: datetime) -> dict[str, int]:
    """Take an import back that somebody asked for; a refusal leaves it applied and says why."""
    if row.state != RosterState.UNDOING:
        return dict(row.outcome.get("undo", {}))
    try:
        return undo(row, actor=actor, at=at)
    except Refusal as refusal:
        refuse_undo(row, refusal=refusal)
        return {}


def refuse_undo(row: RosterUpload, *, refusal: Refusal) -> None:
    """Leave an import applied whose undo was asked for, and keep why."""
    outcome = row.outcome | {"text": in_each_language(refusal)}
    undoing = RosterUpload.objects.filter(pk=row.pk, state=RosterState.UNDOING)
    undoing.update(state=RosterState.APPLIED, outcome=outcome)


@transaction.atomic
def undo(row: RosterUpload, *, actor: User | None, at: datetime) -> dict[str, int]:
    """Take the newest import back in one transaction, with one audit row; return what was done, in records.

    What it edited or ended is as before. Employments that it began are deleted, and so are the people it added;
    but whoever has an account or any record by now stays, and the employment ends today: the person was here, and
    the records of these days must find an employment. Raises RosterNotUndoable and RosterTouchedSince.
    """
    lock_roster()
    locked = RosterUpload.objects.select_for_update().get(pk=row.pk)
    if locked.state not in (RosterState.APPLIED, RosterState.UNDOING):
        raise RosterNotUndoable
    _refuse_unless_undoable(locked)
    kept = people_with_records(locked)
    numbers, addresses = _with_addresses(locked)
    done = {
        "kept": len(kept),
        "removed_employments": _take_employments_back(locked, kept=kept, today=clock.local_day(at)),
        "reopened_employments": _open_again(locked),
        "edited_people": _restore_details(locked),
        "removed_people": _remove_people(locked, kept=kept),
    }
    carry_over(numbers, addresses=addresses)
    RosterUpload.objects.filter(pk=row.pk).update(
        state=RosterState.UNDONE, undone_at=at, undone_by=actor, outcome=locked.outcome | {"undo": done}
    )
    audit.record(action="people.roster_undone", actor=actor, target=locked, at=at, data=done)
    transaction.on_commit(lambda: employments_changed.send(sender=Employment))
    return done


def _with_addresses(row: RosterUpload) -> tuple[list[str], set[str]]:
    """Return whom the import added or edited, by number, and the addresses they have now and had before."""
    records = [RosterRecord.PERSON_ADDED, RosterRecord.PERSON_EDITED]
    changes = RosterChange.objects.filter(upload=row, record__in=records)
    before = dict(changes.values_list("employee_no", "before"))
    people = Person.objects.filter(pk__in=changes.values("record_id")).exclude(email="")
    addresses = set(people.values_list("email", flat=True))
    return list(before), addresses | {fields["email"] for fields in before.values() if "email" in fields}


def _take_employments_back(row: RosterUpload, *, kept: set[int], today: date) -> int:
    begun = Employment.objects.filter(pk__in=keys_of(row, RosterRecord.EMPLOYMENT_BEGAN))
    started = begun.filter(person__in=kept, starts_on__lte=today).values_list("pk", flat=True)
    ended = list(started) if kept else []
    write_last_days(dict.fromkeys(ended, today))
    removed, _tables = begun.filter(ends_on=None).delete()
    return removed


def _open_again(row: RosterUpload) -> int:
    keys = keys_of(row, RosterRecord.EMPLOYMENT_ENDED).values_list("record_id", flat=True)
    write_last_days(dict.fromkeys(keys))
    return len(keys)


def _restore_details(row: RosterUpload) -> int:
    changes = RosterChange.objects.filter(upload=row, record=RosterRecord.PERSON_EDITED)
    before = dict(changes.values_list("employee_no", "before"))
    people = Person.objects.filter(pk__in=changes.values("record_id"))
    write_details(
        {
            person.employee_no: {"name": person.name, "email": person.email, "phone": person.phone}
            | before[person.employee_no]
            for person in people.iterator()
        }
    )
    return len(before)


def _remove_people(row: RosterUpload, *, kept: set[int]) -> int:
    added = keys_of(row, RosterRecord.PERSON_ADDED).values_list("record_id", flat=True)
    removed = sorted(set(added) - kept)
    for start in range(0, len(removed), BATCH):
        # Not delete(): it would ask every table once more for each batch. Should anything point at one of these
        # people after all, the database refuses.
        people = Person.objects.filter(pk__in=removed[start : start + BATCH])
        people._raw_delete(people.db)
    return len(removed)
