"""Where one person stands with one exam: all that decides whether a next attempt may begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from courses.models import CourseCompletion
from exams.models import Exam, Paper, Score
from people.models import Person


@dataclass(frozen=True, slots=True)
class PastAttempt:
    """One attempt of the person at the exam, void ones included."""

    pk: int
    number: int
    state: str
    started_at: datetime
    ended_at: datetime | None
    deadline_at: datetime
    passed: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """The person, the newest completion of the exam's course, a paper not yet entered, and every attempt so far."""

    person: Person
    completed_at: datetime | None
    holds_paper: bool
    attempts: tuple[PastAttempt, ...]


# The annotations that make a PastAttempt, in the order of its fields.
SAT = ("sat_pk", "sat_number", "sat_state", "sat_started_at", "sat_ended_at", "sat_deadline_at", "sat_passed")


def standing_of(people: QuerySet[Person], *, exam: Exam) -> Standing:
    """Return where the one person of `people` stands; raises Person.DoesNotExist for none. Cost: one query."""
    completions = CourseCompletion.objects.filter(
        enrolment__person=OuterRef("pk"), enrolment__course_id=exam.course_id
    ).order_by("-completed_at")
    papers = Paper.objects.filter(
        candidate__person=OuterRef("pk"),
        candidate__sitting__exam=exam,
        candidate__identity_checked_at__isnull=False,
        form__attempt=None,
    )
    rows = list(
        people.annotate(sat=FilteredRelation("attempts", condition=Q(attempts__exam=exam)))
        .annotate(
            completed_at=Subquery(completions.values("completed_at")[:1]),
            holds_paper=Exists(papers),
            sat_pk=F("sat__pk"),
            sat_number=F("sat__number"),
            sat_state=F("sat__state"),
            sat_started_at=F("sat__started_at"),
            sat_ended_at=F("sat__ended_at"),
            sat_deadline_at=F("sat__deadline_at"),
            sat_passed=Exists(Score.objects.standing().filter(attempt=OuterRef("sat__pk"), passed=True)),
        )
        .order_by("sat__number")
    )
    if not rows:
        raise Person.DoesNotExist
    return Standing(
        rows[0],
        rows[0].completed_at,
        rows[0].holds_paper,
        tuple(PastAttempt(*(getattr(row, name) for name in SAT)) for row in rows if row.sat_pk is not None),
    )
