"""People who may become candidates, by unit and job role."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from people.models import Employment, JobRole, Person, Unit
from people.queries.people import matching


def found_people(
    people: QuerySet[Person],
    *,
    day: date,
    text: str = "",
    unit: Unit | None = None,
    job_role: JobRole | None = None,
) -> QuerySet[Person]:
    """Return those who work on the day in the unit or below, in the job role, and match the text; by number."""
    held = Employment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)
    if unit is not None:
        held = held.filter(unit__above__ancestor=unit)
    if job_role is not None:
        held = held.filter(job_role=job_role)
    # One employment has to fit both: in the unit in one role and elsewhere in the other is not it.
    return matching(people.filter(pk__in=held.values("person")), text).order_by("employee_no")
