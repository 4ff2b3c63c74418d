"""Applies a roster: all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from core import audit, clock
from core.bulk import write_rows
from core.sheets import Table
from people.actions.accounts import join_people
from people.actions.carried_details import carry_over
from people.domain import roster, roster_plan
from people.domain.roster import RosterRow
from people.domain.roster_plan import Change, Plan, Step
from people.enums import RosterRecord
from people.errors import RosterHasErrors, RosterIsHeld, RosterIsStale
from people.models import Employment, JobRole, Person, RosterChange, RosterUpload, Unit, User
from people.queries.roster import last_days, open_employments
from people.signals import employments_changed

BATCH = 500
MOST_NAMED = 1000  # people asked for by name; of more all are read
TOLD_EVERY = 1000  # rows between two words to those who wait
DETAILS = ("name", "email", "phone")

# Tells those who wait how many rows of how many are done.
Tell = Callable[[int, int], None]


class Changed(NamedTuple):
    """One row of RosterChange, without the file it belongs to."""

    record: str
    record_id: int
    employee_no: str
    before: Mapping[str, str | None]
    after: Mapping[str, str]


def silent(done: int, total: int) -> None:
    """Tell nobody."""


def lock_roster() -> None:
    """Let one import or undo at a time change who works where; others wait for its transaction to end."""
    list(Unit.objects.select_for_update(no_key=True).filter(parent=None).order_by("pk").values_list("pk"))


def read_in(table: Table, *, tell: Tell = silent) -> list[RosterRow]:
    """Return the rows of a file. Raises RosterHasErrors naming every wrong cell."""
    columns = roster.columns_of(table.headings)
    if absent := roster.missing_headings(columns):
        faults = [roster.RowError(1, field, roster.Fault.MISSING, "") for field in absent]
        raise RosterHasErrors(data={"errors": faults})
    units = {code: last_day is None for code, last_day in Unit.objects.values_list("code", "valid_to")}
    roles = {code: not is_retired for code, is_retired in JobRole.objects.values_list("code", "is_retired")}
    rows, errors = roster.read_rows(_values(table, columns, tell=tell), units=units, roles=roles)
    if errors:
        raise RosterHasErrors(data={"errors": errors})
    return rows


def _values(table: Table, columns: Mapping[str, int], *, tell: Tell) -> Iterator[tuple[int, dict[str, str]]]:
    total = len(table.rows)
    for done, (number, cells) in enumerate(table.rows):
        if done % TOLD_EVERY == 0:
            tell(done, total)
        yield number, {field: cells[at] for field, at in columns.items()}
    tell(total, total)


def preview(rows: Sequence[RosterRow]) -> Plan:
    """Return what a file would do, writing nothing. Cost: one query."""
    return roster_plan.plan(rows, current=open_employments())


@transaction.atomic
def apply(
    rows: Sequence[RosterRow],
    *,
    upload: RosterUpload,
    actor: User | None,
    at: datetime,
    confirmed_ended: int | None = None,
    fingerprint: str | None = None,
) -> Plan:
    """Write a whole roster in one transaction, with one audit row; the same file twice changes nothing.

    What it changes is kept as rows of `upload`, for an undo. Raises RosterIsHeld unless `confirmed_ended` is the
    count of people who leave or move, and RosterIsStale when it would do something else than `fingerprint` says.
    """
    lock_roster()
    planned = preview(rows)
    if fingerprint is not None and planned.fingerprint != fingerprint:
        raise RosterIsStale
    if planned.is_held and confirmed_ended != planned.out_of_post:
        raise RosterIsHeld(
            data={
                "ended": planned.count(Change.ENDED),
                "moved": planned.moved,
                "out_of_post": planned.out_of_post,
                "open_before": planned.open_before,
            }
        )
    changes = write(planned, today=clock.local_day(at))
    if changes:
        write_rows(RosterChange, ("upload_id", *Changed._fields), ((upload.pk, *change) for change in changes))
        counts = {kind.value: planned.count(kind) for kind in Change}
        audit.record(action="people.roster_imported", actor=actor, target=upload, at=at, data=counts)
        transaction.on_commit(lambda: employments_changed.send(sender=Employment))
    return planned


def write(planned: Plan, *, today: date) -> list[Changed]:
    """Write what a plan says about people, accounts and employments; return every record that it changed.

    Who is ended leaves with the end of `today`. The caller holds `lock_roster`.
    """
    people, changes = _write_people(planned)
    changes += _end(planned, today=today)
    changes += _begin(planned, people=people, today=today)
    return changes


def _write_people(planned: Plan) -> tuple[dict[str, int], list[Changed]]:
    """Add and edit people; return the key of each person by number, and what was changed."""
    rows = [step.row for step in planned.of(Change.NEW, Change.CHANGED)]
    people = Person.objects.all()
    if len(rows) <= MOST_NAMED:
        people = people.filter(employee_no__in=[row.employee_no for row in rows])
    known = {row[0]: row[1:] for row in people.values_list("employee_no", "pk", *DETAILS).iterator()}
    edited = [row for row in rows if row.employee_no in known and known[row.employee_no][1:] != row.details]
    write_details({row.employee_no: dict(zip(DETAILS, row.details, strict=True)) for row in edited})
    changes = []
    for row in edited:
        old, new = known[row.employee_no][1:], row.details
        differing = [place for place in range(len(DETAILS)) if old[place] != new[place]]
        before = {DETAILS[place]: old[place] for place in differing}
        after = {DETAILS[place]: new[place] for place in differing}
        changes.append(
            Changed(RosterRecord.PERSON_EDITED, known[row.employee_no][0], row.employee_no, before, after)
        )
    added = Person.objects.bulk_create(
        [
            Person(employee_no=row.employee_no, name=row.name, email=row.email, phone=row.phone)
            for row in rows
            if row.employee_no not in known
        ],
        batch_size=BATCH,
    )
    joined = join_people() if added else []
    changes += [Changed(RosterRecord.PERSON_ADDED, one.pk, one.employee_no, {}, {}) for one in added]
    addresses = {row.email for row in added} | {row.email for row in edited}
    addresses |= {known[row.employee_no][2] for row in edited}
    carry_over([*(row.employee_no for row in edited), *joined], addresses=addresses)
    keys = {number: row[0] for number, row in known.items()} | {one.employee_no: one.pk for one in added}
    return keys, changes


def write_details(details: Mapping[str, Mapping[str, str]]) -> None:
    """Write name, e-mail and phone of people who are on file, by employee number."""
    Person.objects.bulk_create(
        [Person(employee_no=number, **fields) for number, fields in details.items()],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["employee_no"],
        update_fields=DETAILS,
    )


def write_last_days(days: Mapping[int, date | None]) -> None:
    """Write the last day of employments by key; None opens one again. Cost: one statement per day and batch."""
    by_day: dict[date | None, list[int]] = {}
    for key, day in days.items():
        by_day.setdefault(day, []).append(key)
    for day, keys in by_day.items():
        for start in range(0, len(keys), BATCH):
            Employment.objects.filter(pk__in=keys[start : start + BATCH]).update(ends_on=day)


def _first_day(step: Step, *, today: date) -> date:
    return roster_plan.first_day_of_move(step.row.starts_on, began=step.held[0].row.starts_on, today=today)


def _end(planned: Plan, *, today: date) -> list[Changed]:
    ends: dict[int, tuple[str, date]] = {}
    for step in planned.of(Change.ENDED):
        ends |= {held.key: (step.row.employee_no, max(today, held.row.starts_on)) for held in step.held}
    for step in planned.of(Change.CHANGED):
        if step.moves:
            ends[step.held[0].key] = (step.row.employee_no, _first_day(step, today=today) - timedelta(days=1))
    write_last_days({key: day for key, (_, day) in ends.items()})
    return [
        Changed(RosterRecord.EMPLOYMENT_ENDED, key, number, {"ends_on": None}, {"ends_on": day.isoformat()})
        for key, (number, day) in ends.items()
    ]


def _begin(planned: Plan, *, people: Mapping[str, int], today: date) -> list[Changed]:
    units = dict(Unit.objects.values_list("code", "pk"))
    roles = dict(JobRole.objects.values_list("code", "pk"))
    steps = [step for step in planned.of(Change.NEW, Change.CHANGED) if step.change is Change.NEW or step.moves]
    ended = last_days() if any(step.change is Change.NEW for step in steps) else {}
    begun = Employment.objects.bulk_create(
        [
            Employment(
                person_id=people[step.row.employee_no],
                unit_id=units[step.row.unit_code],
                job_role_id=roles[step.row.role_code],
                person_type=step.row.person_type.value,
                employer=step.row.employer,
                starts_on=_first_day(step, today=today)
                if step.moves
                else roster_plan.first_day_of_return(step.row.starts_on, last_day=ended.get(step.row.employee_no)),
            )
            for step in steps
        ],
        batch_size=BATCH,
    )
    return [
        Changed(RosterRecord.EMPLOYMENT_BEGAN, new.pk, step.row.employee_no, {}, {"starts_on": str(new.starts_on)})
        for step, new in zip(steps, begun, strict=True)
    ]
