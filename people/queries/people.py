"""People in lists and on their own page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from people.models import Employment, JobRole, Person, StartCode, Unit
from people.queries.accounts import state_of

SORTS = {
    "number": "employee_no",
    "name": "name",
    "unit": "first_unit",
    "role": "first_role",
    "account": "account",
}


LEFT = "left"


def _goes_on(day: date) -> Q:
    return Q(ends_on=None) | Q(ends_on__gte=day)


def _held_on(day: date) -> Q:
    return Q(starts_on__lte=day) & _goes_on(day)


def has_left(day: date) -> Q:
    """Return the condition that a person worked here and does no more on the day, nor is going to."""
    rows = Employment.objects.filter(person=OuterRef("pk"))
    return Q(Exists(rows)) & ~Q(Exists(rows.filter(_goes_on(day))))


def left_on(employments: Iterable[Employment], *, day: date) -> date | None:
    """Return the last day of work of who left before a day; None for who works, is going to, or never did."""
    ends = [row.ends_on for row in employments]
    last = max((end for end in ends if end is not None), default=None)
    return last if last is not None and None not in ends and last < day else None


def with_last_employment(people: QuerySet[Person]) -> QuerySet[Person]:
    """Return people who left with `employed`: a list of their last employment alone, unit and role included."""
    later = Q(ends_on__gt=OuterRef("ends_on")) | Q(ends_on=OuterRef("ends_on"), pk__gt=OuterRef("pk"))
    rows = Employment.objects.filter(~Exists(Employment.objects.filter(later, person=OuterRef("person"))))
    rows = rows.select_related("unit", "job_role")
    return people.prefetch_related(Prefetch("employments", queryset=rows, to_attr="employed"))


def with_employment_on(people: QuerySet[Person], day: date) -> QuerySet[Person]:
    """Return the people with `employed`: a list of their employments on the day, unit and role included."""
    rows = Employment.objects.filter(_held_on(day)).select_related("unit", "job_role").order_by("pk")
    return people.prefetch_related(Prefetch("employments", queryset=rows, to_attr="employed"))


def last_worked_in(units: QuerySet[Unit], *, day: date) -> QuerySet[Person]:
    """Return those who left before the day, and whose last employment was in one of the units."""
    rows = Employment.objects.filter(person=OuterRef("pk"))
    goes_on = rows.filter(_goes_on(day))
    last = rows.order_by("-ends_on", "-pk").values("unit")[:1]
    left = Person.objects.filter(~Exists(goes_on)).annotate(last_unit=Subquery(last))
    return left.filter(last_unit__in=units.values("pk"))


def matching(people: QuerySet[Person], text: str) -> QuerySet[Person]:
    """Return those whose name or number holds the text; all for an empty one."""
    if not text.strip():
        return people
    return people.filter(Q(name__icontains=text.strip()) | Q(employee_no__icontains=text.strip()))


def found_people(
    people: QuerySet[Person],
    *,
    day: date,
    text: str = "",
    unit: Unit | None = None,
    job_role: JobRole | None = None,
) -> QuerySet[Person]:
    """Return those who work on the day in the unit or below, in the job role, and match the text; by number."""
    held = Employment.objects.filter(_held_on(day))
    if unit is not None:
        held = held.filter(unit__above__ancestor=unit)
    if job_role is not None:
        held = held.filter(job_role=job_role)
    # One employment has to fit both: in the unit in one role and elsewhere in the other is not it.
    return matching(people.filter(pk__in=held.values("person")), text).order_by("employee_no")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which people are looked for, and in which order; what is empty narrows nothing.

    Unit (with all below it), job role and type must be those of one and the same employment: one of the day, or the
    last one of those who left, who are shown alone and only where `who` is LEFT. `sort` is a key of SORTS, with a minus
    before it for the other way round.
    """

    text: str = ""
    unit: Unit | None = None
    job_role: JobRole | None = None
    person_type: str = ""
    account: str = ""
    who: str = ""
    sort: str = "number"


def for_list(people: QuerySet[Person], wanted: Wanted, *, day: date) -> QuerySet[Person]:
    """Return those that fit, in order, with `employed` and `account` (the state of the account)."""
    people = matching(people, wanted.text).annotate(account=state_of("user__"))
    are_gone = wanted.who == LEFT
    people = people.filter(has_left(day) if are_gone else ~has_left(day))
    rows = _shown_posts(day, are_gone=are_gone)
    if wanted.unit is not None:
        rows = rows.filter(unit__above__ancestor=wanted.unit)
    if wanted.job_role is not None:
        rows = rows.filter(job_role=wanted.job_role)
    if wanted.person_type:
        rows = rows.filter(person_type=wanted.person_type)
    if wanted.unit is not None or wanted.job_role is not None or wanted.person_type:
        people = people.filter(Exists(rows))
    if wanted.account:
        people = people.filter(account=wanted.account)
    people = _sorted(people, wanted.sort, rows=_shown_posts(day, are_gone=are_gone))
    return with_last_employment(people) if are_gone else with_employment_on(people, day)


def _shown_posts(day: date, *, are_gone: bool) -> QuerySet[Employment]:
    """Return the employments of a person of the outer query that the list shows, the first of them to sort by."""
    rows = Employment.objects.filter(person=OuterRef("pk"))
    if not are_gone:
        return rows.filter(_held_on(day)).order_by("pk")
    last = Employment.objects.filter(person=OuterRef("person")).order_by("-ends_on", "-pk").values("pk")[:1]
    return rows.filter(pk=Subquery(last))


def _sorted(people: QuerySet[Person], sort: str, *, rows: QuerySet[Employment]) -> QuerySet[Person]:
    field = SORTS.get(sort.removeprefix("-"), "employee_no")
    if field == "first_unit":
        people = people.annotate(first_unit=Subquery(rows.values("unit__code")[:1]))
    if field == "first_role":
        people = people.annotate(first_role=Subquery(rows.values("job_role__code")[:1]))
    return people.order_by(f"-{field}" if sort.startswith("-") else field, "employee_no")


def without_a_valid_code(people: QuerySet[Person], *, at: datetime) -> QuerySet[Person]:
    """Return those who hold no start code that still works."""
    valid = StartCode.objects.filter(user=OuterRef("user"), ended_at=None, expires_at__gt=at)
    return people.exclude(Exists(valid))
