"""Gives a course to many people at once, and takes it back while nobody has begun."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from core import audit, clock
from courses.actions.enrolments import begin_many
from courses.enums import EnrolmentSource
from courses.errors import AssignmentBegun, AssignmentUndone, DueDayPast, NobodyToAssign
from courses.models import Assignment, CoursePage, Enrolment, LessonProgress
from people.models import Person, User

BATCH = 500  # people in one statement: a database takes so many values and no more


@transaction.atomic
def assign(
    course: CoursePage, *, people: Sequence[Person], due_on: date | None, note: str, actor: User, at: datetime
) -> Assignment:
    """Enrol the people, by a day and with a note; those who take the course already stay as they are.

    Raises CourseNotOpen for a course that is not published, DueDayPast, and NobodyToAssign when nobody is left.
    """
    if due_on is not None and due_on < clock.local_day(at):
        raise DueDayPast
    assignment = Assignment.objects.create(
        course=course, due_on=due_on, note=note, assigned_by=actor, assigned_at=at
    )
    found: list[str] = []
    for start in range(0, len(people), BATCH):
        found += begin_many(
            {person.pk: due_on for person in people[start : start + BATCH]},
            course=course,
            source=EnrolmentSource.ASSIGNED,
            actor=actor,
            at=at,
            assignment=assignment,
        )
    if not found:
        raise NobodyToAssign
    made = Enrolment.objects.filter(assignment=assignment).values_list("person_id", flat=True)
    assignment.people.add(*made)
    data = {"course": course.code, "due_on": due_on, "note": note, "people": sorted(found)}
    audit.record(action="courses.assigned", actor=actor, target=assignment, at=at, data=data)
    return assignment


@transaction.atomic
def undo(assignment: Assignment, *, actor: User, at: datetime) -> None:
    """Take an assignment back, with all its enrolments.

    Raises AssignmentUndone when somebody else did, and AssignmentBegun once anybody opened a lesson: what was begun
    stays on file.
    """
    if not Assignment.objects.filter(pk=assignment.pk, undone_at=None).update(undone_at=at, undone_by=actor):
        raise AssignmentUndone
    rows = Enrolment.objects.filter(assignment=assignment)
    people = sorted(rows.select_for_update(of=("self",)).values_list("person__public_id", flat=True))
    begun = Q(completed_at__isnull=False) | Q(pk__in=LessonProgress.objects.values("enrolment"))
    if rows.filter(begun).exists():
        raise AssignmentBegun
    rows.delete()
    audit.record(
        action="courses.assignment_undone", actor=actor, target=assignment, at=at, data={"people": people}
    )
