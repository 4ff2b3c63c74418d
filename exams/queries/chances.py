"""How many attempts a person has left at an exam, and from when the next may begin."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from exams.domain.attempt_limits import Chances, chances
from exams.enums import AttemptState
from exams.models import Attempt, Exam
from exams.queries.results import released
from exams.queries.standing import Standing, standing_of
from people.models import Person


def chances_in(standing: Standing, exam: Exam) -> Chances:
    """Return what is left to somebody who stands so. Cost: none."""
    return chances(
        [attempt for attempt in standing.attempts if attempt.state != AttemptState.VOID],
        completed_at=standing.completed_at,
        allowed=exam.attempts_allowed,
        wait=timedelta(hours=exam.wait_hours),
    )


def shown_standing(person: Person, exam: Exam, *, at: datetime) -> Standing:
    """Return where a person stands as it may be said to him or her: a pass counts once its result is shown.

    Cost: one query, one more for who has passed.
    """
    standing = standing_of({"pk": person.pk}, exam=exam, at=at)
    passed = [attempt.pk for attempt in standing.attempts if attempt.passed]
    if not passed:
        return standing
    told = set(released(Attempt.objects.filter(pk__in=passed), at=at).values_list("pk", flat=True))
    attempts = tuple(replace(a, passed=a.passed and a.pk in told) for a in standing.attempts)
    return replace(standing, attempts=attempts)
