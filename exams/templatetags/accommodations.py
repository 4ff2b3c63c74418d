"""How accommodations meet their screens: what is given in words, never why."""

from __future__ import annotations

from datetime import timedelta

from django import template

from exams.domain import timing
from exams.domain.accommodations import LEAST_FACTOR, Given
from exams.models import Accommodation, Attempt, Exam
from exams.queries.accommodations import given_words

register = template.Library()


register.filter("given_words", given_words)


@register.filter
def minutes_with(exam: Exam, given: Given | Accommodation | None) -> int:
    """Return the minutes of an exam with what is given, a part of one counted as one."""
    return stretched_for(exam.time_limit_minutes, given)


@register.filter
def stretched_for(minutes: int, given: Given | Accommodation | None) -> int:
    """Return minutes with what is given, a part of one counted as one."""
    return timing.stretched_minutes(minutes, given.time_factor if given is not None else LEAST_FACTOR)


@register.filter
def minutes_missing(attempt: Attempt, exam: Exam) -> int:
    """Return how many minutes of a stretched time its deadline cuts off; 0 for a time that is not stretched."""
    if attempt.time_factor == 1 or attempt.state != "open":
        return 0
    return timing.minutes_short(
        started_at=attempt.started_at,
        allowance=timedelta(minutes=exam.time_limit_minutes),
        factor=attempt.time_factor,
        deadline_at=attempt.deadline_at,
    )
