"""The organisation as it is shown: a tree in rows, and how many people work where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from people.models import Employment, JobRole, Location, Unit


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit with its depth below the topmost shown and the number of people who work in it on the day."""

    unit: Unit
    depth: int
    people: int


def _working(day: date) -> Q:
    return Q(employments__starts_on__lte=day) & (Q(employments__ends_on=None) | Q(employments__ends_on__gte=day))


def tree_rows(units: QuerySet[Unit], *, day: date, text: str = "", with_closed: bool = False) -> list[UnitRow]:
    """Return the units from top to bottom, each followed by what is below it, by code.

    A text keeps the units whose name or code holds it, and those above them. Cost: one query.
    """
    if not with_closed:
        units = units.filter(Q(valid_to=None) | Q(valid_to__gte=day))
    counted = Count("employments__person", filter=_working(day), distinct=True)
    found: dict[int, Unit] = {}
    people: dict[int, int] = {}
    for row in units.annotate(people_count=counted).order_by("code"):
        found[row.pk], people[row.pk] = row, row.people_count
    kept = _with_those_above(found, text.strip().lower()) if text.strip() else set(found)
    below: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in found.values():
        if unit.pk in kept:
            below[unit.parent_id if unit.parent_id in found else None].append(unit)
    rows: list[UnitRow] = []
    ahead = [(unit, 0) for unit in reversed(below[None])]
    while ahead:
        unit, depth = ahead.pop()
        rows.append(UnitRow(unit, depth, people[unit.pk]))
        ahead += [(child, depth + 1) for child in reversed(below[unit.pk])]
    return rows


def _with_those_above(units: Mapping[int, Unit], text: str) -> set[int]:
    kept: set[int] = set()
    for unit in units.values():
        if any(text in word.lower() for word in (unit.code, unit.name, unit.name_en)):
            above: int | None = unit.pk
            while above is not None and above in units and above not in kept:
                kept.add(above)
                above = units[above].parent_id
    return kept


def people_below(unit: Unit, *, day: date) -> int:
    """Return how many people work in a unit or below it on a day."""
    held = Q(ends_on=None) | Q(ends_on__gte=day)
    rows = Employment.objects.filter(held, starts_on__lte=day, unit__above__ancestor=unit)
    return rows.values("person").distinct().count()


def with_paths(units: Iterable[Unit]) -> dict[int, str]:
    """Return for each unit the names of those above it, from the top, joined by " › "; "" for one at the top."""
    everything = {unit.pk: unit for unit in Unit.objects.all()}
    paths: dict[int, str] = {}
    for unit in units:
        names: list[str] = []
        above = unit.parent_id
        while above is not None:
            names.append(everything[above].local_name)
            above = everything[above].parent_id
        paths[unit.pk] = " › ".join(reversed(names))
    return paths


def job_roles(
    *, units: QuerySet[Unit], day: date, text: str = "", with_retired: bool = False
) -> QuerySet[JobRole]:
    """Return the job roles by code with `people_count`, how many people hold each on the day in one of the units."""
    there = _working(day) & Q(employments__unit__in=units.values("pk"))
    rows = JobRole.objects.annotate(people_count=Count("employments__person", filter=there, distinct=True))
    if not with_retired:
        rows = rows.filter(is_retired=False)
    if text.strip():
        word = text.strip()
        rows = rows.filter(Q(code__icontains=word) | Q(name__icontains=word) | Q(name_en__icontains=word))
    return rows.order_by("code")


def found_locations(
    locations: QuerySet[Location], *, text: str = "", with_retired: bool = False
) -> QuerySet[Location]:
    """Return the places whose name or address holds the text, by name; those in use unless told otherwise."""
    rows = locations if with_retired else locations.filter(is_retired=False)
    if word := text.strip():
        rows = rows.filter(Q(name__icontains=word) | Q(address__icontains=word))
    return rows.select_related("unit").order_by("name")
