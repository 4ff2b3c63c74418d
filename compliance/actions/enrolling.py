"""Enrols those who lack a credential in the course that leads to it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from django.db import transaction

from compliance.queries.enrolling import to_enrol
from compliance.queries.gaps import Wanted
from core import clock, jobs
from core.models import Job
from courses.actions.enrolments import enrol_many
from courses.enums import EnrolmentSource
from courses.models import CoursePage
from people.models import Unit

BATCH = 500  # people in one transaction: a worker that dies loses a second's work


@transaction.atomic
def want_enrolments(*, at: datetime, key: str | None = None) -> Job:
    """Have the worker enrol everybody who lacks something; with `key`, asking twice is asking once."""
    return jobs.enqueue_on_commit(
        "compliance.enrol_required", at=at, key=f"compliance.enrol_required:{key}" if key is not None else None
    )


def enrol_required(*, at: datetime) -> dict[str, int]:
    """Enrol everybody who lacks a credential today and is not on the way to it; return how many, by course code.

    Enrolments are kept when a role ends: what was begun stays on file, and may be finished. Doing it again changes
    nothing. Each batch is a transaction of its own.
    """
    day = clock.local_day(at)
    found: dict[int, dict[int, date]] = defaultdict(dict)
    for place in to_enrol(day, wanted=Wanted(Unit.objects.all())):
        found[place.course_id][place.person_id] = place.due_on
    made = {}
    for course in CoursePage.objects.filter(pk__in=found).order_by("pk"):
        people = sorted(found[course.pk].items())
        made[str(course.code)] = sum(
            enrol_many(
                dict(people[start : start + BATCH]),
                course=course,
                source=EnrolmentSource.REQUIRED,
                actor=None,
                at=at,
            )
            for start in range(0, len(people), BATCH)
        )
    return made
