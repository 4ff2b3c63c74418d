"""Units and job roles as sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from core.sheets import Cell, Column
from people.models import JobRole
from people.queries.units import UnitRow


def unit_columns() -> list[Column]:
    """Return the columns of the list of units."""
    return [
        Column(_("Unit code"), 12),
        Column(_("Unit name"), 28),
        Column(_("Name in English"), 28),
        Column(_("Kind"), 14),
        Column(_("Part of"), 48),
        Column(_("First day"), 12),
        Column(_("Last day"), 12),
        Column(_("People below ground nearby"), 14),
        Column(_("People"), 10),
    ]


def unit_rows(rows: Iterable[UnitRow], *, paths: Mapping[int, str]) -> Iterator[list[Cell]]:
    """Yield one row per unit, in the order of the tree; `paths` names what is above each."""
    for row in rows:
        unit = row.unit
        yield [
            unit.code,
            unit.name,
            unit.name_en,
            unit.get_kind_display(),
            paths[unit.pk],
            unit.valid_from,
            unit.valid_to,
            _("yes") if unit.has_people_below_ground else _("no"),
            row.people,
        ]


def job_role_columns() -> list[Column]:
    """Return the columns of the list of job roles."""
    return [
        Column(_("Job role code"), 12),
        Column(_("Job role name"), 28),
        Column(_("Name in English"), 28),
        Column(_("State"), 12),
        Column(_("People"), 10),
    ]


def job_role_rows(roles: Iterable[JobRole]) -> Iterator[list[Cell]]:
    """Yield one row per job role; the roles come with `people_count`."""
    for role in roles:
        state = _("out of use") if role.is_retired else _("in use")
        yield [role.code, role.name, role.name_en, state, role.people_count]
