"""Where one person stands with one exam: all that decides whether a next attempt may begin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from core import clock
from core.prepared import Prepared, Slot
from courses.models import CourseCompletion
from exams.domain.accommodations import NOTHING, Given
from exams.enums import AttemptState, SittingState
from exams.models import Attempt, Candidate, Exam, Paper, Ruling, Score, Sitting
from exams.models.ruling import GRANTING
from exams.queries.results import released
from people.enums import ProposalState
from people.models import Person
from people.models.proposal import in_force_on


@dataclass(frozen=True, slots=True)
class PastAttempt:
    """One attempt of the person at the exam, void ones included.

    `is_shown` tells whether it has a score, and one that its candidate may see; `used_grant` by which ruling it began,
    and `grant` which one lets another begin after it.
    """

    pk: int
    number: int
    state: str
    started_at: datetime
    ended_at: datetime | None
    deadline_at: datetime
    passed: bool
    is_shown: bool
    used_grant: int | None
    grant: int | None

    @property
    def is_void(self) -> bool:
        """Tell whether it counts nowhere."""
        return self.state == AttemptState.VOID


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


# A person named by one field and its value: {"pk": 1}, or the account, {"user": 2}.
Who = Mapping[str, int]
# The annotations that make a PastAttempt, in the order of its fields.
SAT = (
    "sat_pk",
    "sat_number",
    "sat_state",
    "sat_started_at",
    "sat_ended_at",
    "sat_deadline_at",
    "sat_passed",
    "sat_is_shown",
    "sat_used_grant",
    "sat_grant",
)
# Those of the accommodation in force, of which there is one at most: its key, and the fields of Given in their order.
AID = ("aid_pk", "aid_time_factor", "aid_larger_print", "aid_list_form")


PERSON = tuple(field.attname for field in Person._meta.concrete_fields)


def _asked(lookup: str) -> Prepared:
    """Return the query for one person, found by this one field."""

    def build(who: Slot, exam: Slot, course: Slot, at: Slot, day: Slot) -> QuerySet[Any, Any]:
        completions = CourseCompletion.objects.filter(
            enrolment__person=OuterRef("pk"), enrolment__course_id=course
        ).order_by("-completed_at")
        papers = _papers_in_hand(exam)
        bound = Candidate.objects.filter(person=OuterRef("pk"), sitting__in=limited_sittings(exam, at=at))
        return (
            Person.objects.filter(**{lookup: who})
            .annotate(
                sat=FilteredRelation("attempts", condition=Q(attempts__exam=exam)),
                aid=FilteredRelation("accommodations", condition=in_force_on(day, prefix="accommodations__")),
            )
            .annotate(
                completed_at=Subquery(completions.values("completed_at")[:1]),
                holds_paper=Exists(papers),
                is_bound=Exists(bound),
                **_sat(at),
            )
            .annotate(**{name: F(f"aid__{name[4:]}") for name in AID})
            .order_by("sat__number", "aid__pk")
            .values_list(*PERSON, "completed_at", "holds_paper", "is_bound", *AID, *SAT)
        )

    number = models.BigIntegerField()
    return Prepared(
        build, who=number, exam=number, course=number, at=models.DateTimeField(), day=models.DateField()
    )


def _sat(at: Slot) -> dict[str, Any]:
    """Return the annotations of SAT."""
    own = ("pk", "number", "state", "started_at", "ended_at", "deadline_at")
    attempt = OuterRef("sat__pk")
    marked = Attempt.objects.filter(pk=attempt, scores__isnull=False)
    grants = Ruling.objects.filter(attempt=attempt, state=ProposalState.APPROVED.value, kind__in=GRANTING)
    return {
        **{f"sat_{name}": F(f"sat__{name}") for name in own},
        "sat_passed": Exists(Score.objects.standing().filter(attempt=attempt, passed=True)),
        "sat_is_shown": Exists(released(marked, at=at)),
        "sat_used_grant": F("sat__grant"),
        "sat_grant": Subquery(grants.values("pk")[:1]),
    }


def _papers_in_hand(exam: Slot) -> QuerySet[Paper]:
    return Paper.objects.filter(
        candidate__person=OuterRef("pk"),
        candidate__sitting__exam=exam,
        candidate__identity_checked_at__isnull=False,
        form__attempt=None,
    )


BY_FIELD = {lookup: _asked(lookup) for lookup in ("pk", "user")}


def standing_of(who: Who, *, exam: Exam, at: datetime) -> Standing:
    """Return where a person stands; raises Person.DoesNotExist for none. Cost: one query."""
    [(lookup, number)] = who.items()
    rows = BY_FIELD[lookup].rows(who=number, exam=exam.pk, course=exam.course_id, at=at, day=clock.local_day(at))
    if not rows:
        raise Person.DoesNotExist
    return _standing(rows)


def limited_sittings(exam: Exam | Slot, *, at: datetime | Slot) -> QuerySet[Sitting]:
    """Return the sittings of an exam that set conditions and are not over."""
    coming = Sitting.objects.filter(exam=exam, closes_at__gt=at).exclude(state=SittingState.CLOSED)
    return coming.exclude(networks="", config_keys="", browser_keys="")


def _standing(rows: list[tuple[Any, ...]]) -> Standing:
    """Return what the rows of one person say; they differ in their attempt alone."""
    first = rows[0]
    person = Person.from_db(DEFAULT_DB_ALIAS, PERSON, first[: len(PERSON)])
    completed_at, holds_paper, is_bound, accommodation_id, *given = first[len(PERSON) : -len(SAT)]
    return Standing(
        person,
        completed_at,
        holds_paper,
        is_bound,
        tuple(PastAttempt(*row[-len(SAT) :]) for row in rows if row[-len(SAT)] is not None),
        accommodation_id,
        Given(*given) if accommodation_id is not None else NOTHING,
    )
