"""Enrolling: by oneself, by somebody else, or by a rule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from core import audit
from courses.enums import EnrolmentSource
from courses.errors import CourseNotOpen
from courses.models import Assignment, CoursePage, Enrolment
from people.models import Person, User


def _refuse_unless_open(course: CoursePage, *, person: Person, source: EnrolmentSource) -> None:
    if not course.live:
        raise CourseNotOpen
    is_ones_own_choice = source is EnrolmentSource.SELF and not course.is_open_to_all
    if is_ones_own_choice and not Enrolment.objects.filter(person=person, course=course).exists():
        raise CourseNotOpen


@transaction.atomic
def enrol(
    person: Person,
    *,
    course: CoursePage,
    source: EnrolmentSource,
    actor: User | None,
    at: datetime,
    due_on: date | None = None,
) -> Enrolment:
    """Return the person's open enrolment in a course, made if there was none; asking twice is asking once.

    A new row after a completed one begins the next cycle. Raises CourseNotOpen for a course that is not
    published, and for one's own choice of a course that is by assignment only, unless one has completed it before:
    who has to renew what was learnt may do so without being sent again.
    """
    _refuse_unless_open(course, person=person, source=source)
    existing = Enrolment.objects.filter(person=person, course=course, completed_at=None).first()
    if existing is not None:
        return existing
    last = Enrolment.objects.filter(person=person, course=course).aggregate(last=Max("cycle"))["last"] or 0
    try:
        with transaction.atomic():
            enrolment = Enrolment.objects.create(
                person=person,
                course=course,
                cycle=last + 1,
                source=source.value,
                enrolled_by=actor,
                enrolled_at=at,
                due_on=due_on,
            )
    except IntegrityError:  # somebody was faster: theirs is the one
        return Enrolment.objects.get(person=person, course=course, completed_at=None)
    audit.record(
        action="courses.enrolled",
        actor=actor,
        target=enrolment,
        at=at,
        data={"course": course.code, "source": source.value, "due_on": due_on},
    )
    return enrolment


@transaction.atomic
def enrol_many(
    due_on: Mapping[int, date], *, course: CoursePage, source: EnrolmentSource, actor: User | None, at: datetime
) -> int:
    """Enrol several people, by id with the due day of each; return how many were not on the way already.

    One audit row names them all. Raises CourseNotOpen for a course that is not published. Cost: five queries.
    """
    found = sorted(begin_many(due_on, course=course, source=source, actor=actor, at=at))
    if found:
        data = {"course": course.code, "source": source.value, "people": found}
        audit.record(action="courses.enrolled_many", actor=actor, target=course, at=at, data=data)
    return len(found)


def begin_many(
    due_on: Mapping[int, date | None],
    *,
    course: CoursePage,
    source: EnrolmentSource,
    actor: User | None,
    at: datetime,
    assignment: Assignment | None = None,
) -> list[str]:
    """Write the enrolments of those who are not on the way; return their public ids, for the caller's audit row.

    Part of an action, in its transaction. Raises CourseNotOpen. Cost: four queries.
    """
    if not course.live:
        raise CourseNotOpen
    rows = Enrolment.objects.filter(course=course, person__in=due_on)
    on_the_way = set(rows.filter(completed_at=None).values_list("person_id", flat=True))
    cycles = dict(rows.order_by().values("person_id").annotate(last=Max("cycle")).values_list("person_id", "last"))
    new = {person: day for person, day in due_on.items() if person not in on_the_way}
    # Somebody may enrol himself meanwhile: his row is the one, and this one is dropped.
    Enrolment.objects.bulk_create(
        (
            Enrolment(
                person_id=person, course=course, cycle=cycles.get(person, 0) + 1, source=source.value,
                enrolled_by=actor, enrolled_at=at, due_on=day, assignment=assignment,
            )
            for person, day in new.items()
        ),
        ignore_conflicts=True,
    )  # fmt: skip
    made = rows.filter(enrolled_at=at, completed_at=None, assignment=assignment, person__in=new)
    return list(made.values_list("person__public_id", flat=True))
