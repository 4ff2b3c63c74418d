"""Counts by unit, job role and credential where the database counts: nothing per person comes over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet

from certificates.models import Certificate
from compliance.domain.gaps import first_day_with_time_left, role_since
from compliance.enums import GapState
from compliance.models import Exemption, Requirement
from compliance.queries.coverage import CoverageCell
from compliance.queries.gaps import Wanted, ended_spells, last_days, requirements_on, working
from people.models import Employment, JobRole, Unit
from people.models.proposal import in_force_on

Post = tuple[int, int]  # unit and job role
STATES = (
    GapState.VALID, GapState.EXPIRING, GapState.DUE, GapState.OVERDUE, GapState.NEVER, GapState.EXEMPT,
)  # fmt: skip

# Of everybody at work who ever held it and is not exempt: who holds it for long, who holds it at all, how many.
HOLDERS = """
WITH ends (person, credential, last_day) AS ({ends}),
     work (person, unit, job_role) AS ({work}),
     free (person, credential) AS ({free}),
     lasting (credential, since) AS (VALUES {lasting})
SELECT work.unit, work.job_role, ends.credential,
       COUNT(CASE WHEN ends.last_day >= lasting.since THEN 1 END),
       COUNT(CASE WHEN ends.last_day >= %s THEN 1 END),
       COUNT(*)
FROM ends JOIN work ON work.person = ends.person JOIN lasting ON lasting.credential = ends.credential
     LEFT JOIN free ON free.person = ends.person AND free.credential = ends.credential
WHERE free.person IS NULL
GROUP BY work.unit, work.job_role, ends.credential
"""


@dataclass(frozen=True, slots=True)
class _Rule:
    """One requirement as a table asks for it; whoever began on `since` or later has time left, all for None."""

    credential: int
    name: str
    since: date | None


@dataclass
class _Newcomers:
    """Those so new in their role that time may be left to them, by post: since when, who; and what they ever held."""

    by_post: dict[Post, list[tuple[date, int]]] = field(default_factory=lambda: defaultdict(list))
    held: set[tuple[int, int]] = field(default_factory=set)


def coverage_on(day: date, *, wanted: Wanted) -> list[CoverageCell]:
    """Return the coverage table of the day: what `coverage` makes of `gaps`, in the order of unit, role, credential.

    Cost: nine queries, and one more where somebody is exempt, whatever the size.
    """
    needed = requirements_on(day, wanted)
    work = working(day, wanted).filter(job_role__in=list(needed)).order_by()
    posts = list(work.values_list("unit_id", "job_role_id").annotate(n=Count("pk")))
    if not posts:
        return []
    units = {unit.pk: unit for unit in Unit.objects.all()}
    roles = {role.pk: role for role in JobRole.objects.filter(pk__in=needed)}
    rules = {role: [_rule(day, row) for row in rows] for role, rows in needed.items()}
    free = _exempt(day, work)
    held = _holders(day, work, needed)
    new = _newcomers(day, work, rules)
    cells = []
    for unit, role, people in sorted(posts, key=lambda post: (units[post[0]].code, roles[post[1]].code)):
        where = (unit, units[unit].local_name, role, roles[role].local_name)
        recent = new.by_post.get((unit, role), [])
        counts: dict[int, dict[GapState, int]] = {}
        for rule in rules[role]:
            key = (unit, role, rule.credential)
            exempt = free.get(key, [])
            due = None if rule.since is None else _with_time_left(rule, recent, exempt=exempt, held=new.held)
            found = _counted(people, held.get(key, (0, 0, 0)), due=due, exempt=len(exempt))
            before = counts.get(rule.credential)
            counts[rule.credential] = found if before is None else _added(before, found)
        names = {rule.credential: rule.name for rule in rules[role]}
        cells += [CoverageCell(*where, key, names[key], found) for key, found in counts.items()]
    return cells


def _rule(day: date, row: Requirement) -> _Rule:
    since = first_day_with_time_left(day, required_since=row.starts_on, days_allowed=row.days_allowed)
    return _Rule(row.credential_id, row.credential.local_name, since)


def _with_time_left(
    rule: _Rule, recent: Sequence[tuple[date, int]], *, exempt: Sequence[int], held: Collection[tuple[int, int]]
) -> int:
    """Return how many of a post are new enough, never held the credential and are not exempt."""
    if not recent or rule.since is None:
        return 0
    return sum(
        since >= rule.since and person not in exempt and (person, rule.credential) not in held
        for since, person in recent
    )


def _counted(people: int, held: tuple[int, int, int], *, due: int | None, exempt: int) -> dict[GapState, int]:
    """Return how many of a post stand how; `held` as of `_holders`, `due` None where time is left to all."""
    lasting, holding, ever = held
    nothing = people - ever - exempt
    in_time = nothing if due is None else due
    counts = (lasting, holding - lasting, in_time, ever - holding, nothing - in_time, exempt)
    return {state: count for state, count in zip(STATES, counts, strict=True) if count}


def _added(one: dict[GapState, int], other: dict[GapState, int]) -> dict[GapState, int]:
    return {state: one.get(state, 0) + other.get(state, 0) for state in {**one, **other}}


def _exempt(day: date, work: QuerySet[Employment]) -> dict[tuple[int, int, int], list[int]]:
    """Return who of each post is free of which credential; somebody with two employments comes once for each."""
    pairs = set(Exemption.objects.filter(in_force_on(day)).values_list("person_id", "credential_id"))
    by_person: dict[int, list[int]] = defaultdict(list)
    for person, credential in pairs:
        by_person[person].append(credential)
    found: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for unit, role, person in work.filter(person__in=list(by_person)).values_list(
        "unit_id", "job_role_id", "person_id"
    ):
        for credential in by_person[person]:
            found[unit, role, credential].append(person)
    return found


def _compiled(rows: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    sql, params = rows.query.get_compiler(connection=connection).as_sql()
    return sql, tuple(params)


def _holders(
    day: date, work: QuerySet[Employment], needed: dict[int, list[Requirement]]
) -> dict[tuple[int, int, int], tuple[int, int, int]]:
    """Return, by unit, job role and credential, how many hold it for long, hold it at all, and ever held it."""
    warn = {rule.credential_id: rule.credential.warn_days for rules in needed.values() for rule in rules}
    as_stored = connection.ops.adapt_datefield_value
    ends, ends_params = _compiled(last_days(day, Certificate.objects.filter(credential__in=list(warn))))
    people, people_params = _compiled(work.values_list("person_id", "unit_id", "job_role_id"))
    exempt = Exemption.objects.filter(in_force_on(day)).order_by().distinct()
    free, free_params = _compiled(exempt.values_list("person_id", "credential_id"))
    lasting = [value for key, days in warn.items() for value in (key, as_stored(day + timedelta(days=days)))]
    sql = HOLDERS.format(ends=ends, work=people, free=free, lasting=", ".join(["(%s, %s)"] * len(warn)))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*ends_params, *people_params, *free_params, *lasting, as_stored(day)])
        return {tuple(row[:3]): tuple(row[3:]) for row in cursor.fetchall()}


def _newcomers(day: date, work: QuerySet[Employment], rules: dict[int, list[_Rule]]) -> _Newcomers:
    """Return those who began late enough for time to be left, and what they ever held."""
    firsts = [rule.since for rows in rules.values() for rule in rows if rule.since is not None]
    found = _Newcomers()
    if not firsts:
        return found
    rows = work.filter(starts_on__gte=min(firsts))
    spells = ended_spells(rows.values("person"), roles=rules)
    for unit, role, first_day, person in rows.values_list("unit_id", "job_role_id", "starts_on", "person_id"):
        since = role_since(first_day, spells=spells.get((person, role), ()))
        found.by_post[unit, role].append((since, person))
    if found.by_post:
        own = Certificate.objects.filter(valid_from__lte=day, person__in=rows.values("person"))
        found.held = set(own.values_list("person_id", "credential_id"))
    return found
