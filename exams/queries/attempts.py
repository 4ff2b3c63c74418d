"""What an attempt holds, for marking and for screens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from core.prepared import Prepared, PreparedModels
from exams.domain import timing
from exams.enums import ResponseFate
from exams.item_types.registry import item_type
from exams.item_types.veils import Veil, VeilAt, veils
from exams.models import Attempt, FormItem, ResponseEvent, Score
from exams.queries.wordings import OneItem, PlacedItem, wordings_of


@dataclass(frozen=True, slots=True)
class Question:
    """One item as its candidate may see it, and the answer that stands; nothing of the key, not even the item's code.

    Rows of the body, and those that the answer names, bear the names of the veil.
    """

    position: int
    item_type: str
    stem: str
    body: dict[str, Any]
    points: str
    value: object = None


ITEMS = Prepared(
    lambda form: FormItem.objects.filter(form_id=form).order_by("position").values_list(*PlacedItem._fields[:-1]),
    form=models.BigIntegerField(),
)
# What the view of Response says, read off its index: for one attempt PostgreSQL looks in that view for a newer event
# of every event in turn through all of them, which for 200 questions takes it longer than all else on the page.
COUNTED = Prepared(
    lambda attempt: (
        ResponseEvent.objects.filter(attempt_id=attempt, fate=ResponseFate.COUNTED.value)
        .order_by("position", "sequence")
        .values_list("position", "value", "sequence")
    ),
    attempt=models.BigIntegerField(),
)

SCORE = PreparedModels(
    lambda attempt: Score.objects.filter(attempt_id=attempt).order_by("-revision")[:1],
    attempt=models.BigIntegerField(),
)


def form_items(attempt: Attempt) -> list[PlacedItem]:
    """Return the items of the attempt's form in their order, with their versions. Cost: one query or two."""
    rows = ITEMS.rows(form=attempt.form_id)
    versions = wordings_of([row[1] for row in rows])
    return [PlacedItem._make((*row, versions[row[1]])) for row in rows]


def shown_question(row: OneItem, veil: Veil, *, value: object = None) -> Question:
    """Return what may be seen of one item by a candidate whose answer stands at `value`."""
    version = row.version
    kind = item_type(version.item_type)
    body = kind.shown(version.body, version.key, value, veil=veil)
    seen = None if value is None else kind.renamed(version.body, value, veil)
    return Question(row.position, kind.code, version.stem, body, format(row.points.normalize(), "f"), seen)


def shown_questions(
    items: Iterable[OneItem], veil_at: VeilAt, *, values: Mapping[int, object] | None = None
) -> list[Question]:
    """Return what may be seen of the items of a form."""
    given = values or {}
    return [shown_question(row, veil_at(row.position), value=given.get(row.position)) for row in items]


def veils_of(attempt: Attempt) -> VeilAt:
    """Return what stands between an attempt and the rows of its items."""
    return veils(attempt.veil, seed=attempt.public_id)


def questions(
    attempt: Attempt, *, items: list[PlacedItem] | None = None, values: Mapping[int, object] | None = None
) -> list[Question]:
    """Return what the candidate sees whose answers are `values`. Cost: one query when the items are not given."""
    rows = items if items is not None else form_items(attempt)
    return shown_questions(rows, veils_of(attempt), values=values)


def standing_answers(attempt: Attempt) -> list[tuple[int, object, int]]:
    """Return position, value and sequence of the answers that stand. Cost: one query."""
    newest = {row[0]: row for row in COUNTED.rows(attempt=attempt.pk)}  # the last of a position stays
    return list(newest.values())


def standing_values(attempt: Attempt) -> dict[int, object]:
    """Return the answers that stand, by position. Cost: one query."""
    return {position: value for position, value, _sequence in standing_answers(attempt)}


def current_score(attempt: Attempt) -> Score | None:
    """Return the newest revision of the score, or None while unmarked."""
    found: list[Score] = SCORE.found(attempt=attempt.pk)
    return found[0] if found else None


def is_overdue(attempt: Attempt, *, at: datetime) -> bool:
    """Tell whether an open attempt should have been closed by now."""
    return attempt.state == "open" and timing.is_over(at=at, deadline_at=attempt.deadline_at)
