"""What an attempt holds, for marking and for screens."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from core.prepared import Prepared, PreparedModels
from exams.domain import timing
from exams.item_types.registry import item_type
from exams.models import Attempt, FormItem, Response, Score
from exams.queries import wordings


@dataclass(frozen=True, slots=True)
class Question:
    """One item as its candidate may see it; nothing of the key, not even the item's code."""

    position: int
    item_type: str
    stem: str
    body: dict[str, Any]
    points: str


ITEMS = PreparedModels(
    lambda form: FormItem.objects.filter(form_id=form).order_by("position"), form=models.BigIntegerField()
)
ANSWERS = Prepared(
    lambda attempt: Response.objects.filter(attempt_id=attempt).values_list("position", "value", "sequence"),
    attempt=models.BigIntegerField(),
)

SCORE = PreparedModels(
    lambda attempt: Score.objects.filter(attempt_id=attempt).order_by("-revision")[:1],
    attempt=models.BigIntegerField(),
)


def form_items(attempt: Attempt) -> list[FormItem]:
    """Return the items of the attempt's form in their order, with their versions. Cost: one query or two."""
    items: list[FormItem] = ITEMS.found(form=attempt.form_id)
    wordings.attach(items)
    return items


def _shuffler(seed: str, position: int) -> Callable[[list[Any]], list[Any]]:
    # The order is a function of the attempt, so that a reload shows the same; it tells nothing about the key. One
    # source for all lists of an item: two lists of one length must not be shuffled alike.
    rng = random.Random(f"{seed}:{position}")  # noqa: S311 -- a display order, no secret

    def order(values: list[Any]) -> list[Any]:
        return rng.sample(values, len(values))

    return order


def shown_question(row: FormItem, *, seed: str, value: object = None) -> Question:
    """Return what may be seen of one item by a candidate whose answer stands at `value`."""
    version = row.version
    order = _shuffler(seed, row.position)
    body = item_type(version.item_type).shown(version.body, version.key, value, order=order)
    return Question(row.position, version.item_type, version.stem, body, format(row.points.normalize(), "f"))


def shown_questions(
    items: Iterable[FormItem], *, seed: str, values: Mapping[int, object] | None = None
) -> list[Question]:
    """Return what may be seen of the items of a form; the options stand in an order that the seed gives."""
    given = values or {}
    return [shown_question(row, seed=seed, value=given.get(row.position)) for row in items]


def questions(
    attempt: Attempt, *, items: list[FormItem] | None = None, values: Mapping[int, object] | None = None
) -> list[Question]:
    """Return what the candidate sees whose answers are `values`. Cost: one query when the items are not given."""
    rows = items if items is not None else form_items(attempt)
    return shown_questions(rows, seed=attempt.public_id, values=values)


def standing_answers(attempt: Attempt) -> list[tuple[int, object, int]]:
    """Return position, value and sequence of the answers that stand. Cost: one query."""
    return ANSWERS.rows(attempt=attempt.pk)


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
