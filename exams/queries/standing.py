"""Where one person stands with one exam: all that decides whether a next attempt may begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from core import clock
from courses.models import CourseCompletion
from exams.domain.accommodations import NOTHING, Given
from exams.enums import SittingState
from exams.models import Candidate, Exam, Paper, Score, Sitting
from people.models import Person
from people.models.proposal import in_force_on


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
    """The person, the newest completion of the exam's course, a paper not yet entered, and every attempt so far.

    `given` is what the accommodation in force gives, NOTHING without one. `is_bound` tells of a place on the roster of
    a sitting of the exam that sets conditions and is not over.
    """

    person: Person
    completed_at: datetime | None
    holds_paper: bool
    is_bound: bool
    attempts: tuple[PastAttempt, ...]
    accommodation_id: int | None = None
    given: Given = NOTHING


# The annotations that make a PastAttempt, in the order of its fields.
SAT = ("sat_pk", "sat_number", "sat_state", "sat_started_at", "sat_ended_at", "sat_deadline_at", "sat_passed")
# Those of the accommodation in force, of which there is one at most: its key, and the fields of Given in their order.
AID = ("aid_pk", "aid_time_factor", "aid_larger_print", "aid_list_form")


def standing_of(people: QuerySet[Person], *, exam: Exam, at: datetime) -> Standing:
    """Return where the one person of `people` stands; raises Person.DoesNotExist for none. Cost: one query."""
    day = clock.local_day(at)
    completions = CourseCompletion.objects.filter(
        enrolment__person=OuterRef("pk"), enrolment__course_id=exam.course_id
    ).order_by("-completed_at")
    papers = Paper.objects.filter(
        candidate__person=OuterRef("pk"),
        candidate__sitting__exam=exam,
        candidate__identity_checked_at__isnull=False,
        form__attempt=None,
    )
    bound = Candidate.objects.filter(person=OuterRef("pk"), sitting__in=limited_sittings(exam, at=at))
    rows = list(
        people.annotate(
            sat=FilteredRelation("attempts", condition=Q(attempts__exam=exam)),
            aid=FilteredRelation("accommodations", condition=in_force_on(day, prefix="accommodations__")),
        )
        .annotate(
            completed_at=Subquery(completions.values("completed_at")[:1]),
            holds_paper=Exists(papers),
            is_bound=Exists(bound),
            sat_pk=F("sat__pk"),
            sat_number=F("sat__number"),
            sat_state=F("sat__state"),
            sat_started_at=F("sat__started_at"),
            sat_ended_at=F("sat__ended_at"),
            sat_deadline_at=F("sat__deadline_at"),
            sat_passed=Exists(Score.objects.standing().filter(attempt=OuterRef("sat__pk"), passed=True)),
        )
        .annotate(**{name: F(f"aid__{name[4:]}") for name in AID})
        .order_by("sat__number", "aid__pk")
    )
    if not rows:
        raise Person.DoesNotExist
    return _standing(rows)


def limited_sittings(exam: Exam, *, at: datetime) -> QuerySet[Sitting]:
    """Return the sittings of an exam that set conditions and are not over."""
    coming = Sitting.objects.filter(exam=exam, closes_at__gt=at).exclude(state=SittingState.CLOSED)
    return coming.exclude(networks="", config_keys="", browser_keys="")


def _standing(rows: list[Any]) -> Standing:
    """Return what the annotated rows of one person say; they differ in their attempt alone."""
    first = rows[0]
    accommodation_id, *given = (getattr(first, name) for name in AID)
    return Standing(
        first,
        first.completed_at,
        first.holds_paper,
        first.is_bound,
        tuple(PastAttempt(*(getattr(row, name) for name in SAT)) for row in rows if row.sat_pk is not None),
        accommodation_id,
        Given(*given) if accommodation_id is not None else NOTHING,
    )
