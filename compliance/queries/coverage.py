"""Who needs what on a day, and who has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from certificates.models import Certificate
from compliance.domain.gaps import MET, Holding, coverage_percent, due_on, state_on
from compliance.enums import GapState
from compliance.models import Exemption, Requirement
from core import clock
from people.models import Employment, Unit


@dataclass(frozen=True, slots=True)
class Gap:
    """One person × required credential on the day, met or not."""

    person_id: int
    person_public_id: str
    employee_no: str
    name: str
    unit_id: int
    unit: str
    job_role: str
    person_type: str
    credential_id: int
    credential: str
    due_on: date
    valid_to: date | None
    state: GapState


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """One unit × job role × credential: how many people need it, how many meet it, by state."""

    unit_id: int
    unit: str
    job_role: str
    credential: str
    counts: dict[GapState, int]
    percent: Decimal | None

    @property
    def required(self) -> int:
        """Return how many people need it, the exempt not counted."""
        return sum(count for state, count in self.counts.items() if state is not GapState.EXEMPT)

    @property
    def met(self) -> int:
        """Return how many meet it."""
        return sum(self.counts.get(state, 0) for state in MET)


@dataclass(frozen=True, slots=True)
class RoleCoverage:
    """One job role: how many of the credentials its people need are held."""

    job_role: str
    met: int
    required: int
    percent: Decimal


def _open_on(day: date) -> Q:
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))


def _holdings(day: date, people: QuerySet[Employment]) -> dict[tuple[int, int], list[Holding]]:
    rows = Certificate.objects.filter(person__in=people.values("person"), valid_from__lte=day).values_list(
        "person_id", "credential_id", "valid_from", "valid_to", "revocation__revoked_at"
    )
    held: dict[tuple[int, int], list[Holding]] = defaultdict(list)
    for person, credential, valid_from, valid_to, revoked_at in rows.iterator(chunk_size=2000):
        revoked_on = clock.local_day(revoked_at) if revoked_at is not None else None
        held[person, credential].append(Holding(valid_from, valid_to, revoked_on))
    return held


def gaps(day: date, *, units: QuerySet[Unit]) -> Iterator[Gap]:
    """Yield one row per person × required credential among those who work in `units` on the day.

    Ordered by unit, employee number and credential. Depends only on what had happened by the day. A person with
    several roles that need the same credential comes once per role. Cost: four queries.
    """
    working = Employment.objects.filter(_open_on(day), unit__in=units.values("pk"))
    needed: dict[int, list[Requirement]] = defaultdict(list)
    for requirement in (
        Requirement.objects.filter(_open_on(day)).select_related("credential").order_by("credential__code")
    ):
        needed[requirement.job_role_id].append(requirement)
    held = _holdings(day, working)
    exempt = set(Exemption.objects.filter(_open_on(day)).values_list("person_id", "credential_id"))
    rows = working.filter(job_role__in=needed).select_related("person", "unit", "job_role")
    for row in rows.order_by("unit__code", "person__employee_no", "pk").iterator(chunk_size=2000):
        for requirement in needed[row.job_role_id]:
            key = (row.person_id, requirement.credential_id)
            due = due_on(
                role_since=row.starts_on,
                required_since=requirement.starts_on,
                days_allowed=requirement.days_allowed,
            )
            holdings = held.get(key, [])
            yield Gap(
                row.person_id,
                row.person.public_id,
                row.person.employee_no,
                row.person.name,
                row.unit_id,
                row.unit.name,
                row.job_role.local_name,
                row.person_type,
                requirement.credential_id,
                requirement.credential.local_name,
                due,
                max((holding.valid_to for holding in holdings if holding.revoked_on is None), default=None),
                state_on(
                    day,
                    due=due,
                    holdings=holdings,
                    warn_days=requirement.credential.warn_days,
                    is_exempt=key in exempt,
                ),
            )


def coverage(rows: Sequence[Gap] | Iterator[Gap]) -> list[CoverageCell]:
    """Return the coverage table of gap rows: one cell per unit × job role × credential, in the order of the rows."""
    states: dict[tuple[int, str, str, str], list[GapState]] = defaultdict(list)
    for row in rows:
        states[row.unit_id, row.unit, row.job_role, row.credential].append(row.state)
    return [
        CoverageCell(
            *key,
            counts={state: found.count(state) for state in GapState if state in found},
            percent=coverage_percent(found),
        )
        for key, found in states.items()
    ]


def by_role(rows: Sequence[Gap]) -> list[RoleCoverage]:
    """Return coverage by job role, the lowest first; a role whose people are all exempt is left out."""
    states: dict[str, list[GapState]] = defaultdict(list)
    for row in rows:
        states[row.job_role].append(row.state)
    found = []
    for job_role, of_role in states.items():
        percent = coverage_percent(of_role)
        if percent is not None:
            met = sum(state in MET for state in of_role)
            required = sum(state is not GapState.EXEMPT for state in of_role)
            found.append(RoleCoverage(job_role, met, required, percent))
    return sorted(found, key=lambda role: (role.percent, role.job_role))
