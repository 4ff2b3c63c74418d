"""What is on record today, in the shape that a roster states it."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from people.domain.roster import RosterRow
from people.domain.roster_plan import Held
from people.enums import PersonType
from people.models import Employment

COLUMNS = (
    "pk",
    "person__employee_no",
    "person__name",
    "unit__code",
    "job_role__code",
    "person_type",
    "starts_on",
    "employer",
    "person__email",
    "person__phone",
)
KINDS = {kind.value: kind for kind in PersonType}


def open_employments() -> dict[str, list[Held]]:
    """Return the open employments of each employee number, the oldest first. Cost: one query."""
    found: dict[str, list[Held]] = {}
    rows = Employment.objects.filter(ends_on=None).order_by("starts_on", "pk").values_list(*COLUMNS)
    for key, number, name, unit, role, kind, starts_on, employer, email, phone in rows.iterator():
        row = RosterRow(number, name, unit, role, KINDS[kind], starts_on, employer, email, phone)
        found.setdefault(number, []).append(Held(key, row))
    return found


def last_days() -> dict[str, date]:
    """Return the last day of each employee number that has an employment which ended or is to end."""
    rows = Employment.objects.exclude(ends_on=None).values("person__employee_no").order_by()
    return dict(rows.annotate(day=Max("ends_on")).values_list("person__employee_no", "day"))
