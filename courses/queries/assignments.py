"""Whom an assignment would reach, and how far those are whom it reached."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Upper

from courses.models import Assignment, CoursePage, Enrolment, LessonProgress
from people.models import Employment, JobRole, Person, Unit
from people.queries.people import found_people


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who is meant: those of a unit and below, of a job role, or of both at once; and those of the numbers besides."""

    unit: Unit | None = None
    job_role: JobRole | None = None
    numbers: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """Who would be enrolled, who takes the course already, and which numbers are of nobody at work in one's units.

    `outside` counts those new ones for whose job role the course is not.
    """

    new: list[Person]
    already: list[Person]
    unknown: list[str]
    outside: int

    @property
    def fingerprint(self) -> str:
        """Return what tells these people from others, so that nobody is enrolled who was not shown."""
        keys = " ".join(str(person.pk) for person in self.new)
        return hashlib.sha256(keys.encode()).hexdigest()[:16]


def preview(people: QuerySet[Person], *, course: CoursePage, chosen: Chosen, day: date) -> Preview:
    """Return whom an assignment would reach among the people whom one may assign to. Cost: five queries at most."""
    found: dict[int, Person] = {}
    if chosen.unit is not None or chosen.job_role is not None:
        rows = found_people(people, day=day, unit=chosen.unit, job_role=chosen.job_role)
        found = {person.pk: person for person in rows}
    unknown = list(dict.fromkeys(chosen.numbers))
    if unknown:
        named = people.annotate(number=Upper("employee_no")).filter(number__in=unknown)
        numbers = {person.employee_no.upper(): person for person in named}
        found |= {person.pk: person for person in numbers.values()}
        unknown = [number for number in unknown if number not in numbers]
    taking = set(Enrolment.objects.filter(course=course, completed_at=None).values_list("person_id", flat=True))
    ordered = sorted(found.values(), key=lambda person: person.employee_no)
    new = [person for person in ordered if person.pk not in taking]
    already = [person for person in ordered if person.pk in taking]
    return Preview(new, already, unknown, _count_outside(new, course=course, day=day))


def _count_outside(people: list[Person], *, course: CoursePage, day: date) -> int:
    roles = set(course.audience.values_list("pk", flat=True))
    if not roles:
        return 0
    held = Employment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day, job_role__in=roles)
    inside = set(held.values_list("person_id", flat=True))
    return sum(person.pk not in inside for person in people)


def for_list(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Return the assignments, newest first, with `count`, `begun` and `completed`. Cost: one query."""
    rows = Enrolment.objects.filter(assignment=OuterRef("pk"))
    begun = rows.filter(Exists(LessonProgress.objects.filter(enrolment=OuterRef("pk"))))
    return (
        assignments.select_related("course", "assigned_by", "undone_by")
        .annotate(
            count=Count("people"),
            begun=_counted(begun),
            completed=_counted(rows.filter(completed_at__isnull=False)),
        )
        .order_by("-assigned_at", "-pk")
    )


def _counted(rows: QuerySet[Enrolment]) -> Coalesce:
    counted = rows.order_by().values("assignment").annotate(found=Count("pk")).values("found")
    return Coalesce(Subquery(counted), 0)


def enrolments_of(assignment: Assignment, *, people: QuerySet[Person]) -> QuerySet[Enrolment]:
    """Return the enrolments of those among the people, by employee number, with `done` lessons and `is_begun`."""
    progress = LessonProgress.objects.filter(enrolment=OuterRef("pk"))
    return (
        Enrolment.objects.filter(assignment=assignment, person__in=people.values("pk"))
        .select_related("person")
        .annotate(
            is_begun=Exists(progress),
            done=Count("progress", filter=Q(progress__completed_at__isnull=False)),
        )
        .order_by("person__employee_no", "pk")
    )
