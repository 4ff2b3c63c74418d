"""Who must begin a course now because the job role asks for its credential."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q

from certificates.models import Certificate, Credential
from compliance.domain.gaps import enrolment_due, is_on_the_way
from compliance.queries.gaps import Wanted, gaps
from courses.models import Enrolment


@dataclass(frozen=True, slots=True)
class Place:
    """One person who must take one course, and by when."""

    person_id: int
    course_id: int
    due_on: date


def _last_enrolments(courses: set[int]) -> dict[tuple[int, int], tuple[datetime, bool]]:
    """Return when each person last enrolled in each course, and whether an enrolment is open."""
    rows = Enrolment.objects.filter(course__in=courses).order_by().values("person_id", "course_id")
    counted = rows.annotate(last=Max("enrolled_at"), open=Count("pk", filter=Q(completed_at=None)))
    found = counted.values_list("person_id", "course_id", "last", "open")
    return {(person, course): (last, bool(is_open)) for person, course, last, is_open in found}


def _last_awards() -> dict[tuple[int, int], datetime]:
    rows = Certificate.objects.order_by().values("person_id", "credential_id").annotate(last=Max("awarded_at"))
    return {(person, key): last for person, key, last in rows.values_list("person_id", "credential_id", "last")}


def to_enrol(day: date, *, wanted: Wanted) -> list[Place]:
    """Return who must begin a published course now, each person × course once, with the earliest due day.

    Whoever has an open enrolment is on the way, and so is whoever completed the course since the last certificate:
    only the exam is missing. Cost: ten queries.
    """
    courses = dict(Credential.objects.filter(is_active=True, course__live=True).values_list("pk", "course_id"))
    begun, awards = _last_enrolments(set(courses.values())), _last_awards()
    due: dict[tuple[int, int], date] = {}
    for gap in gaps(day, wanted=wanted):
        by = enrolment_due(gap.state, due=gap.due_on, valid_to=gap.valid_to)
        course = courses.get(gap.credential_id)
        if by is None or course is None:
            continue
        key = (gap.person_id, course)
        if key in begun:
            enrolled_at, is_open = begun[key]
            award = awards.get((gap.person_id, gap.credential_id))
            if is_on_the_way(is_open=is_open, enrolled_at=enrolled_at, awarded_at=award):
                continue
        due[key] = min(by, due.get(key, by))
    return [Place(person, course, by) for (person, course), by in due.items()]
