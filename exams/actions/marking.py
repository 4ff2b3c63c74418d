"""Marks attempts: score rows from frozen form and counted responses."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core import audit
from exams.domain.scoring import MarkedItem, outcome
from exams.item_types.registry import item_type
from exams.models import Attempt, Response, Score
from exams.queries.attempts import current_score, form_items
from exams.signals import attempt_finalised


def marks_of(attempt: Attempt) -> list[MarkedItem]:
    """Return every item of the form as marked; no answer earns nothing. Cost: two queries."""
    values = dict(Response.objects.filter(attempt=attempt).values_list("position", "value"))
    return [
        MarkedItem(
            row.position,
            row.points,
            item_type(row.version.item_type).share(row.version.body, row.version.key, values.get(row.position)),
            row.is_critical,
        )
        for row in form_items(attempt)
    ]


@transaction.atomic
def mark(attempt: Attempt, *, at: datetime) -> Score:
    """Write the first score of an ended attempt; marking again returns the score that stands."""
    existing = current_score(attempt)
    if existing is not None:
        return existing
    marks = marks_of(attempt)
    result = outcome(marks, cut_percent=attempt.cut_percent)
    score = Score.objects.create(
        attempt=attempt,
        points=result.points,
        most_points=result.most_points,
        percent=result.percent,
        cut_percent=result.cut_percent,
        failed_critical=list(result.failed_critical),
        passed=result.passed,
        marks=[{"position": m.position, "points": str(m.points), "share": str(m.share)} for m in marks],
        marked_at=at,
    )
    audit.record(
        action="exams.attempt_marked",
        actor=None,
        target=attempt,
        at=at,
        data={"percent": score.percent, "passed": score.passed, "failed_critical": score.failed_critical},
    )
    transaction.on_commit(lambda: attempt_finalised.send(sender=Attempt, attempt_id=attempt.pk))
    return score
