"""Changes one person or employment, by what writes a roster: the same rules and days, the same records, one audit row.

The doors ask `people.permissions.keepable_people` and `units_to_employ_in` first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from core import audit
from people.actions.carried_details import carry_over
from people.actions.roster_import import DETAILS, lock_roster, write, write_details
from people.domain import roster_plan
from people.domain.roster import RosterRow
from people.domain.roster_plan import Change, Held, Plan, Step
from people.enums import PersonType
from people.errors import UnitIsClosed
from people.errors.employment import (
    EmployedAlready,
    EmploymentHasEnded,
    FirstDayTooEarly,
    JobRoleOutOfUse,
    LastDayTooEarly,
    NothingChanges,
    NumberIsTaken,
    RoleHeldAlready,
)
from people.models import Employment, JobRole, Person, Unit, User
from people.signals import employments_changed


@dataclass(frozen=True, slots=True)
class Post:
    """Where somebody works, in which role, how engaged and by whom employed."""

    unit: Unit
    job_role: JobRole
    person_type: PersonType
    employer: str = ""

    def __str__(self) -> str:
        return f"{self.unit.code} {self.job_role.code}"


@dataclass(frozen=True, slots=True)
class Details:
    """What somebody is called and how reached."""

    name: str
    email: str = ""
    phone: str = ""


def _row(person: Person, post: Post, first_day: date) -> RosterRow:
    return RosterRow(
        person.employee_no,
        person.name,
        post.unit.code,
        post.job_role.code,
        post.person_type,
        first_day,
        post.employer,
        person.email,
        person.phone,
    )


def _held(employment: Employment) -> tuple[Post, Held]:
    """Lock an open employment and return it as the rules of rosters read it. Raises EmploymentHasEnded."""
    lock_roster()
    found = Employment.objects.select_related("person", "unit", "job_role").get(pk=employment.pk)
    if found.ends_on is not None:
        raise EmploymentHasEnded
    post = Post(found.unit, found.job_role, PersonType(found.person_type), found.employer)
    return post, Held(found.pk, _row(found.person, post, found.starts_on))


def _refuse_what_is_out_of_use(post: Post) -> None:
    if Unit.objects.filter(pk=post.unit.pk).exclude(valid_to=None).exists():
        raise UnitIsClosed
    if JobRole.objects.filter(pk=post.job_role.pk, is_retired=True).exists():
        raise JobRoleOutOfUse


def _tell() -> None:
    transaction.on_commit(lambda: employments_changed.send(sender=Employment))


@transaction.atomic
def hire(employee_no: str, *, details: Details, post: Post, first_day: date, actor: User, at: datetime) -> Person:
    """Put somebody to work who does not work here: a new person, or one on file who comes back.

    What is left empty of somebody on file stays as it is. Raises NumberIsTaken for another name, EmployedAlready,
    FirstDayTooEarly, UnitIsClosed, JobRoleOutOfUse.
    """
    lock_roster()
    _refuse_what_is_out_of_use(post)
    number = employee_no.strip().upper()
    person = Person.objects.filter(employee_no__iexact=number).first()
    if person is not None:
        _refuse_return(person, details=details, first_day=first_day)
        number, email, phone = person.employee_no, details.email or person.email, details.phone or person.phone
        details = Details(details.name, email, phone)
    shown = Person(employee_no=number, name=details.name, email=details.email, phone=details.phone)
    write(roster_plan.plan([_row(shown, post, first_day)], current={}), today=first_day)
    person = Person.objects.get(employee_no=number)
    data = {"to": str(post), "starts_on": first_day}
    audit.record(action="people.person_hired", actor=actor, target=person, at=at, data=data)
    _tell()
    return person


def _refuse_return(person: Person, *, details: Details, first_day: date) -> None:
    if person.name != details.name:
        raise NumberIsTaken
    days = list(person.employments.values_list("ends_on", flat=True))
    if None in days:
        raise EmployedAlready
    last = max((day for day in days if day is not None), default=None)
    if last is not None and first_day <= last:
        raise FirstDayTooEarly(data={"after": last})


@transaction.atomic
def move(employment: Employment, *, post: Post, first_day: date, actor: User, at: datetime) -> None:
    """Let somebody work elsewhere or otherwise from a day on: the old employment ends the day before.

    Raises EmploymentHasEnded, NothingChanges, FirstDayTooEarly, RoleHeldAlready, UnitIsClosed, JobRoleOutOfUse.
    """
    before, held = _held(employment)
    _refuse_what_is_out_of_use(post)
    person = Person.objects.get(pk=employment.person_id)
    planned = roster_plan.plan([_row(person, post, first_day)], current={person.employee_no: [held]})
    if not planned.moved:
        raise NothingChanges
    if first_day <= held.row.starts_on:
        raise FirstDayTooEarly(data={"after": held.row.starts_on})
    others = person.employments.filter(ends_on=None, job_role=post.job_role).exclude(pk=held.key)
    if others.exists():
        raise RoleHeldAlready
    write(planned, today=first_day)
    data = {"from": str(before), "to": str(post), "starts_on": first_day}
    audit.record(action="people.person_moved", actor=actor, target=person, at=at, data=data)
    _tell()


@transaction.atomic
def leave(employment: Employment, *, last_day: date, actor: User, at: datetime) -> None:
    """End an employment with a day, that day included. Raises EmploymentHasEnded and LastDayTooEarly."""
    post, held = _held(employment)
    if last_day < held.row.starts_on:
        raise LastDayTooEarly
    write(Plan((Step(Change.ENDED, held.row, (held,)),), 1), today=last_day)
    person = Person.objects.get(pk=employment.person_id)
    data = {"from": str(post), "ends_on": last_day}
    audit.record(action="people.person_left", actor=actor, target=person, at=at, data=data)
    _tell()


@transaction.atomic
def correct(person: Person, *, details: Details, actor: User, at: datetime) -> None:
    """Write name, e-mail and phone anew; the account follows. Raises NothingChanges.

    Certificates that were issued keep the name they were issued with (decision 0004).
    """
    lock_roster()
    found = Person.objects.get(pk=person.pk)
    old = {field: getattr(found, field) for field in DETAILS}
    new = {field: getattr(details, field) for field in DETAILS}
    changed = [field for field in DETAILS if old[field] != new[field]]
    if not changed:
        raise NothingChanges
    write_details({found.employee_no: new})
    carry_over([found.employee_no], addresses=[found.email, details.email])
    # Name alone: the trail is kept for good, and an address or a phone that is wrong is nobody's business then.
    data = {"changed": changed} | ({"from": found.name, "to": details.name} if "name" in changed else {})
    audit.record(action="people.person_corrected", actor=actor, target=found, at=at, data=data)
