"""Enrolling: by oneself, by somebody else, or by a rule."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from core import audit
from courses.enums import EnrolmentSource
from courses.errors import CourseNotOpen
from courses.models import CoursePage, Enrolment
from people.models import Person, User


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
    published, and for one's own choice of a course that is by assignment only.
    """
    if not course.live or (source is EnrolmentSource.SELF and not course.is_open_to_all):
        raise CourseNotOpen
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
