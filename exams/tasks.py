"""Work of the exams floor outside the request."""

from typing import Any

from celery import shared_task

from core import clock
from core.jobs import JobContext, job
from exams.actions.sittings import close_overdue_attempts
from exams.domain.timing import GRACE
from exams.models import Sitting


@shared_task(name="exams.sweep_attempts")
def sweep_attempts() -> int:
    """Close and mark attempts that were left open past their deadline."""
    return close_overdue_attempts(at=clock.now())


@job("exams.close_overdue_attempts")
def close_attempts_of_sitting(ctx: JobContext, *, sitting_id: int) -> dict[str, Any] | None:
    """Close the attempts of a sitting that has ended, as of their deadline."""
    sitting = Sitting.objects.get(pk=sitting_id)
    # Answers that are on their way may still arrive within the grace; marking as if it had passed loses none,
    # because the attempt is closed as of its deadline and late ones are kept.
    return {"closed": close_overdue_attempts(at=clock.now() + GRACE, sitting=sitting)}
