"""People in lists and on their own page."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from people.models import Employment, Person


def with_employment_on(people: QuerySet[Person], day: date) -> QuerySet[Person]:
    """Return the people with `employed`: a list of their employments on the day, unit and role included."""
    held = Q(ends_on=None) | Q(ends_on__gte=day)
    rows = Employment.objects.filter(held, starts_on__lte=day).select_related("unit", "job_role").order_by("pk")
    return people.prefetch_related(Prefetch("employments", queryset=rows, to_attr="employed"))


def matching(people: QuerySet[Person], text: str) -> QuerySet[Person]:
    """Return those whose name or number holds the text; all for an empty one."""
    if not text.strip():
        return people
    return people.filter(Q(name__icontains=text.strip()) | Q(employee_no__icontains=text.strip()))
