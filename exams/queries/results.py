"""A result with its explanations, for after the release only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from exams.enums import Release, SittingState
from exams.item_types.registry import Part, item_type
from exams.models import Attempt, FormItem, ItemBasis, Score
from exams.queries.attempts import form_items, standing_values


@dataclass(frozen=True, slots=True)
class ExplainedItem:
    """One item as shown after release: what was right and wrong part by part, explanation, basis."""

    position: int
    stem: str
    share: Decimal
    parts: list[Part]
    overlays: list[dict[str, Any]]
    is_critical: bool
    explanation: str
    bases: list[str]

    @property
    def standing(self) -> str:
        """Return right, partly or wrong."""
        return "right" if self.share == 1 else "partly" if self.share else "wrong"

    @property
    def whole(self) -> Part | None:
        """Return the one part of an item that has no parts."""
        return self.parts[0] if len(self.parts) == 1 and not self.parts[0].label else None


def is_released(attempt: Attempt) -> bool:
    """Tell whether the candidate may see result and explanations of an attempt that is over."""
    sitting = attempt.sitting
    return attempt.exam.release == Release.AT_ONCE or (
        sitting is not None and sitting.state == SittingState.CLOSED
    )


def explained(attempt: Attempt, score: Score) -> list[ExplainedItem]:
    """Return every item of a marked attempt with its key; only for doors that know the result is released.

    Cost: three queries.
    """
    items = form_items(attempt)
    values = standing_values(attempt)
    shares = {mark["position"]: Decimal(mark["share"]) for mark in score.marks}
    bases: dict[int, list[str]] = {}
    cited = ItemBasis.objects.filter(version__in=[row.version_id for row in items]).select_related("standard")
    for basis in cited.order_by("pk"):
        bases.setdefault(basis.version_id, []).append(str(basis))
    return [
        _explained(row, values.get(row.position), shares[row.position], bases.get(row.version_id, []))
        for row in items
    ]


def _explained(row: FormItem, value: object, share: Decimal, bases: list[str]) -> ExplainedItem:
    version = row.version
    kind = item_type(version.item_type)
    overlays = kind.drawn(version.body, version.key, value).get("overlays", [])
    # What a marker decided stands in the score alone.
    parts = [
        part if part.share is not None else replace(part, share=share)
        for part in kind.parts(version.body, version.key, value)
    ]
    return ExplainedItem(
        row.position, version.stem, share, parts, overlays, row.is_critical, version.explanation, bases
    )
