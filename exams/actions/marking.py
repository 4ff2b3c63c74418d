"""Marks attempts: score rows from frozen form and counted responses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from core import audit
from exams.domain.scoring import MarkedItem, outcome, pending
from exams.item_types.registry import item_type
from exams.models import Attempt, Score
from exams.queries.attempts import current_score, form_items, standing_values
from exams.signals import attempt_finalised


def marks_of(attempt: Attempt, *, given: Mapping[int, Decimal] | None = None) -> list[MarkedItem]:
    """Return every item of the form as marked; no answer earns nothing. Cost: two queries.

    Where no rule can mark an answer, the share in `given` counts, by position; without one it stays None.
    """
    values, decided = standing_values(attempt), given or {}
    marks = []
    for row in form_items(attempt):
        kind = item_type(row.version.item_type)
        share = kind.share(row.version.body, row.version.key, values.get(row.position))
        if share is None:
            share = decided.get(row.position)
        marks.append(MarkedItem(row.position, row.points, share, row.is_critical))
    return marks


@transaction.atomic
def mark(attempt: Attempt, *, at: datetime, given: Mapping[int, Decimal] | None = None) -> Score | None:
    """Write the first score of an ended attempt; marking again returns the score that stands.

    None, and nothing written, while an answer waits for a marker: `given` brings what markers decided, by position.
    """
    existing = current_score(attempt)
    if existing is not None:
        return existing
    marks = marks_of(attempt, given=given)
    if pending(marks):
        return None
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
