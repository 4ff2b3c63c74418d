"""What an attempt holds, for marking and for screens."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from exams.domain import timing
from exams.item_types.registry import item_type
from exams.models import Attempt, FormItem, Score


@dataclass(frozen=True, slots=True)
class Question:
    """One item as its candidate may see it; nothing of the key, not even the item's code."""

    position: int
    item_type: str
    stem: str
    body: dict[str, Any]
    points: str


def form_items(attempt: Attempt) -> list[FormItem]:
    """Return the items of the attempt's form in their order, with their versions. Cost: one query."""
    return list(FormItem.objects.filter(form_id=attempt.form_id).select_related("version").order_by("position"))


def _shuffler(seed: str, position: int) -> Callable[[list[Any]], list[Any]]:
    def order(values: list[Any]) -> list[Any]:
        # The order is a function of the attempt, so that a reload shows the same; it tells nothing about the key.
        rng = random.Random(f"{seed}:{position}")  # noqa: S311 -- a display order, no secret
        return rng.sample(values, len(values))

    return order


def shown_questions(items: Iterable[FormItem], *, seed: str) -> list[Question]:
    """Return what may be seen of the items of a form; the options stand in an order that the seed gives."""
    return [
        Question(
            row.position,
            row.version.item_type,
            row.version.stem,
            item_type(row.version.item_type).candidate_body(row.version.body, order=_shuffler(seed, row.position)),
            format(row.points.normalize(), "f"),
        )
        for row in items
    ]


def questions(attempt: Attempt, *, items: list[FormItem] | None = None) -> list[Question]:
    """Return what the candidate sees. Cost: one query when the items are not given."""
    return shown_questions(items if items is not None else form_items(attempt), seed=attempt.public_id)


def current_score(attempt: Attempt) -> Score | None:
    """Return the newest revision of the score, or None while unmarked."""
    return Score.objects.filter(attempt=attempt).order_by("-revision").first()


def is_overdue(attempt: Attempt, *, at: datetime) -> bool:
    """Tell whether an open attempt should have been closed by now."""
    return attempt.state == "open" and timing.is_over(at=at, deadline_at=attempt.deadline_at)
