"""How many attempts a person has left at an exam, and from when the next may begin."""

from __future__ import annotations

from datetime import timedelta

from exams.domain.attempt_limits import Chances, chances
from exams.models import Exam
from exams.queries.standing import Standing


def chances_in(standing: Standing, exam: Exam) -> Chances:
    """Return what is left to somebody who stands so. Cost: none."""
    return chances(
        standing.attempts,
        completed_at=standing.completed_at,
        allowed=exam.attempts_allowed,
        wait=timedelta(hours=exam.wait_hours),
    )
