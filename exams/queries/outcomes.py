"""How attempts came out, for those who may know it of a person: no question, no answer, no key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from exams.enums import AttemptState
from exams.models import Attempt, Score
from exams.queries.results import released
from people.models import Person


@dataclass(frozen=True, slots=True)
class Outcome:
    """One attempt and its released result; `passed` and `percent` are None while there is none to be shown."""

    attempt: Attempt
    passed: bool | None
    percent: Decimal | None


def attempts_of(person: Person, attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    """Return of these attempts those of the person, the newest first, the exam included."""
    return attempts.filter(person=person).select_related("exam").order_by("-started_at", "-pk")


def outcomes(attempts: Sequence[Attempt], *, with_percent: bool, at: datetime) -> list[Outcome]:
    """Return the outcome of each attempt, in the order given.

    What the candidate does not see yet, nobody sees here; an attempt that was declared void has no result. Cost: one
    query.
    """
    counted = [attempt.pk for attempt in attempts if attempt.state != AttemptState.VOID]
    shown = released(Attempt.objects.filter(pk__in=counted), at=at)
    scores = Score.objects.standing().filter(attempt__in=shown.values("pk"))
    found = {
        pk: (passed, percent) for pk, passed, percent in scores.values_list("attempt_id", "passed", "percent")
    }
    return [
        Outcome(attempt, passed, percent if with_percent else None)
        for attempt in attempts
        for passed, percent in [found.get(attempt.pk, (None, None))]
    ]
