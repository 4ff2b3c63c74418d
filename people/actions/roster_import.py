"""Applies a roster: all of it or nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from core import audit, clock
from core.sheets import Table
from people.domain import roster
from people.domain.roster import Change, Plan, RosterRow
from people.errors import RosterHasErrors, RosterIsHeld
from people.models import Employment, JobRole, Person, Unit, User
from people.queries.roster import as_row, open_employments

BATCH = 500


def preview(table: Table) -> Plan:
    """Return what a file would do, writing nothing. Raises RosterHasErrors naming every wrong cell."""
    columns = roster.columns_of(table.headings)
    if absent := roster.missing_headings(columns):
        faults = [roster.RowError(1, field, roster.Fault.MISSING, "") for field in absent]
        raise RosterHasErrors(data={"errors": faults})
    values = ((number, {field: cells[at] for field, at in columns.items()}) for number, cells in table.rows)
    units = set(Unit.objects.filter(valid_to=None).values_list("code", flat=True))
    roles = set(JobRole.objects.filter(is_retired=False).values_list("code", flat=True))
    rows, errors = roster.read_rows(values, units=units, roles=roles)
    if errors:
        raise RosterHasErrors(data={"errors": errors})
    current = {number: as_row(employment) for number, employment in open_employments().items()}
    return roster.plan(rows, current=current)


@transaction.atomic
def apply(table: Table, *, actor: User | None, at: datetime, confirmed_ended: int | None = None) -> Plan:
    """Write a whole roster in one transaction, with one audit row; the same file twice changes nothing.

    Raises RosterHasErrors, and RosterIsHeld unless `confirmed_ended` is the count of employments it ends.
    """
    planned = preview(table)
    ended = planned.count(Change.ENDED)
    if planned.is_held and confirmed_ended != ended:
        raise RosterIsHeld(data={"ended": ended, "open_before": planned.open_before})
    by_kind: dict[Change, list[RosterRow]] = {kind: [] for kind in Change}
    for kind, row in planned.changes:
        by_kind[kind].append(row)
    known = open_employments()
    today = clock.local_day(at)
    _end([known[row.employee_no] for row in by_kind[Change.ENDED]], last_day=today)
    _write_people([*by_kind[Change.NEW], *by_kind[Change.CHANGED]])
    moved = [row for row in by_kind[Change.CHANGED] if as_row(known[row.employee_no]).post != row.post]
    first_days = {row.employee_no: _first_day(row, known[row.employee_no], today=today) for row in moved}
    for row in moved:
        known[row.employee_no].ends_on = first_days[row.employee_no] - timedelta(days=1)
    Employment.objects.bulk_update([known[row.employee_no] for row in moved], ["ends_on"], batch_size=BATCH)
    _begin([*by_kind[Change.NEW], *moved], first_days=first_days)
    counts = {kind.value: len(rows) for kind, rows in by_kind.items()}
    if any(counts[kind] for kind in counts if kind != Change.UNCHANGED):
        root = Unit.objects.filter(parent=None).earliest("pk")
        audit.record(action="people.roster_imported", actor=actor, target=root, at=at, data=counts)
    return planned


def _first_day(row: RosterRow, employment: Employment, *, today: date) -> date:
    # A row that moves somebody states the new first day; where it still states the old one, today counts.
    stated = row.starts_on if row.starts_on > employment.starts_on else today
    return max(stated, employment.starts_on + timedelta(days=1))


def _end(employments: list[Employment], *, last_day: date) -> None:
    for employment in employments:
        employment.ends_on = max(last_day, employment.starts_on)
    Employment.objects.bulk_update(employments, ["ends_on"], batch_size=BATCH)


def _write_people(rows: list[RosterRow]) -> None:
    people = [Person(employee_no=r.employee_no, name=r.name, email=r.email, phone=r.phone) for r in rows]
    Person.objects.bulk_create(
        people,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["employee_no"],
        update_fields=["name", "email", "phone"],
    )


def _begin(rows: list[RosterRow], *, first_days: dict[str, date]) -> None:
    people = dict(Person.objects.values_list("employee_no", "pk"))
    units = dict(Unit.objects.values_list("code", "pk"))
    roles = dict(JobRole.objects.values_list("code", "pk"))
    Employment.objects.bulk_create(
        (
            Employment(
                person_id=people[row.employee_no],
                unit_id=units[row.unit_code],
                job_role_id=roles[row.role_code],
                person_type=row.person_type.value,
                employer=row.employer,
                starts_on=first_days.get(row.employee_no, row.starts_on),
            )
            for row in rows
        ),
        batch_size=BATCH,
    )
