"""Marks attempts: score rows from frozen form and counted responses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from core import audit
from core.prepared_writes import PreparedInsert
from exams.domain.scoring import MarkedItem, outcome, pending
from exams.enums import AttemptState
from exams.item_types.marked import Place, Wording, marked
from exams.models import Attempt, KeyCorrection, MarkingTask, Score
from exams.queries.attempts import current_score, form_items, standing_values
from exams.queries.marking import settled_shares
from exams.queries.marks import changes_in_form, minimums_of
from exams.queries.wordings import PlacedItem
from exams.signals import attempt_finalised, pass_withdrawn
from people.models import User

SCORES = PreparedInsert(Score)


def marks_of(
    attempt: Attempt, *, given: Mapping[int, Decimal] | None = None, items: Sequence[PlacedItem] | None = None
) -> list[MarkedItem]:
    """Return every item of the form as marked; no answer earns nothing. Cost: three or four queries.

    Where no rule can mark an answer, the share that markers settled counts, or that in `given`, by position; without
    one it stays None. A key that two persons corrected counts as corrected.
    """
    rows = items if items is not None else form_items(attempt)
    values = standing_values(attempt)
    changes = changes_in_form(attempt.form_id)

    def mark_all(decided: Mapping[int, Decimal]) -> list[MarkedItem]:
        return [
            marked(
                Place(row.position, row.points, row.is_critical, row.section),
                Wording(row.version.item_type, row.version.body, row.version.key),
                values.get(row.position),
                change=changes.get(row.version_id),
                decided=decided.get(row.position),
            )
            for row in rows
        ]

    marks = mark_all(given or {})
    return mark_all(settled_shares(attempt)) if given is None and pending(marks) else marks


@transaction.atomic(savepoint=False)
def mark(attempt: Attempt, *, at: datetime, given: Mapping[int, Decimal] | None = None) -> Score | None:
    """Write the first score of an ended attempt; marking again returns the score that stands.

    While an answer waits for a marker, None: no score is written, and the answer stands in the queue of markers. A
    void attempt gets none.
    """
    existing = current_score(attempt)
    if existing is not None or attempt.state == AttemptState.VOID:
        return existing
    score, said = _first(attempt, at=at, given=given)
    if said:
        audit.record_all(said, at=at)
    return score


def mark_ended(attempt: Attempt, *, at: datetime) -> list[audit.Entry]:
    """Do as `mark` for an attempt that this transaction has ended, so that it has no score; return what to record.

    To be recorded together with the end: the trail is one chain, and whoever appends to it stops all others.
    """
    return _first(attempt, at=at, given=None)[1]


def _first(
    attempt: Attempt, *, at: datetime, given: Mapping[int, Decimal] | None
) -> tuple[Score | None, list[audit.Entry]]:
    items = form_items(attempt)
    marks = marks_of(attempt, given=given, items=items)
    if waiting := pending(marks):
        _open_tasks(attempt, [row for row in items if row.position in waiting], at=at)
        return None, []
    score, said = _write(attempt, marks, revision=1, at=at)
    return score, [said]


@transaction.atomic
def mark_again(
    attempt: Attempt, *, at: datetime, actor: User | None, reason: str, correction: KeyCorrection | None = None
) -> Score | None:
    """Write a further score beside the old one where marking gives something else now; None where it does not.

    An attempt that has no score yet gets none here, and a void one none at all. Where a pass is lost by it, the floors
    above are told, with the `actor` and `reason` that stand behind it.
    """
    if attempt.state == AttemptState.VOID:
        return None
    standing = current_score(attempt)
    marks = marks_of(attempt)
    if standing is None or pending(marks) or standing.marks == _rows(marks):
        return None
    score, recorded = _write(attempt, marks, revision=standing.revision + 1, at=at, correction=correction)
    audit.record_all([recorded], at=at)
    if standing.passed and not score.passed:
        said = {"attempt_id": attempt.pk, "actor_id": actor.pk if actor is not None else None, "reason": reason}
        transaction.on_commit(lambda: pass_withdrawn.send(sender=Attempt, **said))
    return score


def _open_tasks(attempt: Attempt, rows: Sequence[PlacedItem], *, at: datetime) -> None:
    exam = attempt.exam
    for row in rows:
        MarkingTask.objects.get_or_create(
            attempt=attempt,
            position=row.position,
            round=1,
            defaults={
                "version": row.version,
                "subject_id": attempt.person.user_id,
                "turns": 2 if exam.double_marking else 1,
                "most_difference": Decimal(exam.most_difference_percent) / 100,
                "opened_at": at,
            },
        )


def _rows(marks: Sequence[MarkedItem]) -> list[dict[str, object]]:
    return [{"position": m.position, "points": str(m.points), "share": str(m.share)} for m in marks]


def _write(
    attempt: Attempt,
    marks: Sequence[MarkedItem],
    *,
    revision: int,
    at: datetime,
    correction: KeyCorrection | None = None,
) -> tuple[Score, audit.Entry]:
    """Write a score and return it with what is still to be recorded of it."""
    minimums = minimums_of(attempt.form.sections)
    result = outcome(marks, cut_percent=attempt.cut_percent, minimums=minimums)
    score = Score(
        attempt=attempt,
        revision=revision,
        points=result.points,
        most_points=result.most_points,
        percent=result.percent,
        cut_percent=result.cut_percent,
        failed_critical=list(result.failed_critical),
        passed=result.passed,
        marks=_rows(marks),
        marked_at=at,
        failed_sections=list(result.failed_sections) or None,
        correction=correction,
    )
    SCORES.write([score])
    data = {"percent": score.percent, "passed": score.passed, "failed_critical": score.failed_critical}
    transaction.on_commit(lambda: attempt_finalised.send(sender=Attempt, attempt_id=attempt.pk))
    told = data if revision == 1 else {**data, "revision": revision}
    return score, audit.Entry("exams.attempt_marked", None, attempt, told)
