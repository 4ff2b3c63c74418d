"""The exams of one person, and what to do next with each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from exams.models import Attempt, Candidate, Exam, Score
from exams.queries.results import released
from exams.queries.sittings import over
from people.models import Person


@dataclass(frozen=True, slots=True)
class ExamRow:
    """One exam as its candidate sees it: newest attempt, newest score, best known decision."""

    exam: Exam
    newest: Attempt | None
    passed: bool
    attempt_count: int


def exams_of(person: Person, *, exams: list[Exam], at: datetime) -> list[ExamRow]:
    """Return one row per exam in the order given; passed only where that result is released. Cost: two queries."""
    attempts = list(
        Attempt.objects.filter(person=person, exam__in=exams).exclude(state="void").order_by("exam_id", "number")
    )
    shown = released(Attempt.objects.filter(pk__in=[attempt.pk for attempt in attempts]), at=at)
    scores = Score.objects.standing().filter(attempt__in=shown.values("pk"), passed=True)
    passed = set(scores.values_list("attempt__exam_id", flat=True))
    rows = []
    for exam in exams:
        own = [attempt for attempt in attempts if attempt.exam_id == exam.pk]
        rows.append(ExamRow(exam, own[-1] if own else None, exam.pk in passed, len(own)))
    return rows


def sittings_of(person: Person, *, at: datetime) -> list[Candidate]:
    """Return the sittings, not over, for which a person is on the roster, next first. Cost: one query."""
    return list(
        Candidate.objects.filter(~Exists(over(at).filter(pk=OuterRef("sitting"))), person=person)
        .select_related("sitting__exam", "sitting__location")
        .order_by("sitting__opens_at", "pk")
    )
