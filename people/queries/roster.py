"""What is on record today, in the shape that a roster states it."""

from __future__ import annotations

from people.domain.roster import RosterRow
from people.enums import PersonType
from people.models import Employment


def open_employments() -> dict[str, Employment]:
    """Return open employments by employee number, with person, unit and role; the newest of several.

    Cost: one query.
    """
    rows = (
        Employment.objects.filter(ends_on=None)
        .select_related("person", "unit", "job_role")
        .order_by("starts_on", "pk")
    )
    return {employment.person.employee_no: employment for employment in rows}


def as_row(employment: Employment) -> RosterRow:
    """Return the roster row that would leave this employment unchanged."""
    person = employment.person
    return RosterRow(
        person.employee_no,
        person.name,
        employment.unit.code,
        employment.job_role.code,
        PersonType(employment.person_type),
        employment.starts_on,
        employment.employer,
        person.email,
        person.phone,
    )
