"""Who needs what on a day, and who has it: one row per person × required credential."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from certificates.models import Certificate
from compliance.domain.gaps import due_on, role_since, state_by_end
from compliance.enums import GapState
from compliance.models import Exemption, Requirement
from people.models import Employment, JobRole, Unit
from people.models.proposal import in_force_on


class Gap(NamedTuple):
    """One person × required credential on the day, met or not. `valid_to` is the last day of what is held or was."""

    person_id: int
    person_public_id: str
    employee_no: str
    name: str
    unit_id: int
    unit: str
    job_role_id: int
    job_role: str
    person_type: str
    credential_id: int
    credential: str
    due_on: date
    valid_to: date | None
    state: GapState


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose gaps are looked for: in which units, and narrowed by role, credential or engagement where one is given."""

    units: QuerySet[Unit]
    job_role_id: int | None = None
    credential_id: int | None = None
    person_type: str = ""


Row = TypeVar("Row")
AT_ONCE = 2000  # people whose certificates are read together


def in_batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """Yield the rows in lists of so many, the last one shorter."""
    found = iter(rows)
    while some := list(islice(found, size)):
        yield some


def open_on(day: date) -> Q:
    """Return the condition that a dated row holds on a day, both ends included."""
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))


def end_of(day: date) -> datetime:
    """Return the first instant after a day in the company's time zone."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def working(day: date, wanted: Wanted) -> QuerySet[Employment]:
    """Return the employments that hold on the day and fit."""
    rows = Employment.objects.filter(open_on(day), unit__in=wanted.units.values("pk"))
    if wanted.job_role_id is not None:
        rows = rows.filter(job_role=wanted.job_role_id)
    return rows.filter(person_type=wanted.person_type) if wanted.person_type else rows


def requirements_on(day: date, wanted: Wanted) -> dict[int, list[Requirement]]:
    """Return what is required on the day, by job role. Cost: one query."""
    rows = Requirement.objects.filter(open_on(day)).select_related("credential")
    if wanted.credential_id is not None:
        rows = rows.filter(credential=wanted.credential_id)
    needed: dict[int, list[Requirement]] = defaultdict(list)
    for requirement in rows.order_by("credential__code", "pk"):
        needed[requirement.job_role_id].append(requirement)
    return needed


def ended_spells(
    people: Iterable[int] | QuerySet[Any, Any], *, roles: Iterable[int]
) -> dict[tuple[int, int], list[tuple[date, date]]]:
    """Return first and last day of employments with a last day, by person and job role. Cost: one query."""
    found: dict[tuple[int, int], list[tuple[date, date]]] = defaultdict(list)
    rows = Employment.objects.filter(person__in=people, job_role__in=list(roles), ends_on__isnull=False).order_by()
    for person, role, began, last_day in rows.values_list("person_id", "job_role_id", "starts_on", "ends_on"):
        if last_day is not None:
            found[person, role].append((began, last_day))
    return found


def last_days(
    day: date, certificates: QuerySet[Certificate]
) -> QuerySet[Certificate, tuple[int, int, date | None]]:
    """Return, for each person × credential ever held by the day, the last day of what was not revoked by then."""
    stands = Q(revocation=None) | Q(revocation__revoked_at__gte=end_of(day))
    rows = certificates.filter(valid_from__lte=day).order_by().values("person_id", "credential_id")
    return rows.annotate(last=Max("valid_to", filter=stands)).values_list("person_id", "credential_id", "last")


def gap_count(day: date, *, wanted: Wanted) -> int:
    """Return how many rows `gaps` yields. Cost: two queries."""
    needed = requirements_on(day, wanted)
    people = working(day, wanted).filter(job_role__in=list(needed)).order_by()
    counts = people.values_list("job_role_id").annotate(Count("pk"))
    return sum(count * len(needed[role]) for role, count in counts)


def gaps(day: date, *, wanted: Wanted) -> Iterator[Gap]:
    """Yield one row per person × required credential among those who work there on the day.

    Ordered by unit, employee number and credential. Depends only on what had happened by the day. A person with
    several roles that need the same credential comes once per role. Memory does not grow with the size. Cost: seven
    queries, and two more for every AT_ONCE people after the first.
    """
    needed = requirements_on(day, wanted)
    exempt = set(Exemption.objects.filter(in_force_on(day)).values_list("person_id", "credential_id"))
    units = {unit.pk: str(unit) for unit in Unit.objects.all()}
    roles = {role.pk: role.local_name for role in JobRole.objects.filter(pk__in=needed)}
    names = {r.credential_id: r.credential.local_name for rows in needed.values() for r in rows}
    people = (
        working(day, wanted).filter(job_role__in=list(needed)).order_by("unit__code", "person__employee_no", "pk")
    )
    columns = people.values_list(
        "person_id", "person__public_id", "person__employee_no", "person__name", "unit_id", "job_role_id",
        "person_type", "starts_on",
    )  # fmt: skip
    for some in in_batches(columns.iterator(chunk_size=AT_ONCE), AT_ONCE):
        keys = [row[0] for row in some]
        spells = ended_spells(keys, roles=needed)
        own = Certificate.objects.filter(person__in=keys, credential__in=list(names))
        ends = {(person, credential): last for person, credential, last in last_days(day, own)}
        for person, public_id, number, name, unit, role, engaged, first_day in some:
            since = role_since(first_day, spells=spells.get((person, role), ()))
            for rule in needed[role]:
                key = (person, rule.credential_id)
                due = due_on(role_since=since, required_since=rule.starts_on, days_allowed=rule.days_allowed)
                last, was_held, is_exempt = ends.get(key), key in ends, key in exempt
                warn = rule.credential.warn_days
                state = state_by_end(
                    day, due=due, last_day=last, was_held=was_held, warn_days=warn, is_exempt=is_exempt
                )
                yield Gap(
                    person, public_id, number, name, unit, units[unit], role, roles[role], engaged,
                    rule.credential_id, names[rule.credential_id], due, last, state,
                )  # fmt: skip
