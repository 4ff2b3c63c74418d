"""What the correction of a key would do, attempt by attempt, and the corrections one may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from exams.domain.scoring import outcome, pending
from exams.item_types.marked import Change
from exams.models import Attempt, ItemVersion, KeyCorrection, Score
from exams.queries.marks import marks_of_many, minimums_of

TO_FAIL, TO_PASS, POINTS = "to_fail", "to_pass", "points"
KINDS = (TO_FAIL, TO_PASS, POINTS)


@dataclass(frozen=True, slots=True)
class Effect:
    """What would become of one attempt: points and decision as they stand and as they would be."""

    attempt: Attempt
    points: Decimal
    percent: Decimal
    passed: bool
    new_points: Decimal
    new_percent: Decimal
    new_passed: bool

    @property
    def kind(self) -> str:
        """Return whether it would fail, pass, or change in points alone."""
        if self.passed == self.new_passed:
            return POINTS
        return TO_PASS if self.new_passed else TO_FAIL


@dataclass(frozen=True, slots=True)
class Preview:
    """All that a correction would do: the attempts that change, decisions first, and how many stay as they are."""

    effects: Sequence[Effect]
    unchanged: int

    def count(self, kind: str) -> int:
        """Return how many attempts would change in this way."""
        return Counter(effect.kind for effect in self.effects)[kind]

    @property
    def counts(self) -> dict[str, int]:
        """Return how many attempts would change in each way."""
        return {kind: self.count(kind) for kind in KINDS}


def affected_attempts(version: ItemVersion) -> QuerySet[Attempt]:
    """Return the ended attempts whose form holds a wording; void ones do not count."""
    return Attempt.objects.filter(form__items__version=version).exclude(state__in=["open", "void"])


def change_of(correction: KeyCorrection) -> Change:
    """Return what a correction puts in the place of the key."""
    return Change(correction.kind, correction.key)


def preview(version: ItemVersion, change: Change) -> Preview:
    """Return what a change would do to every attempt that has its score.

    Attempts that wait for a marker get their first score by the change itself and are not listed. Cost: a query, and
    six for each 500 attempts.
    """
    attempts = affected_attempts(version)
    standing = {
        score.attempt_id: score
        for score in Score.objects.filter(attempt__in=attempts.values("pk")).order_by("revision").defer("marks")
    }
    effects, unchanged = [], 0
    for attempt, marks in marks_of_many(attempts, changes={version.pk: change}):
        score = standing.get(attempt.pk)
        if score is None or pending(marks):
            continue
        minimums = minimums_of(attempt.form.sections)
        new = outcome(marks, cut_percent=attempt.cut_percent, minimums=minimums)
        if (new.points, new.most_points, new.passed) == (score.points, score.most_points, score.passed):
            unchanged += 1
            continue
        effects.append(
            Effect(attempt, score.points, score.percent, score.passed, new.points, new.percent, new.passed)
        )
    return Preview(sorted(effects, key=lambda effect: (KINDS.index(effect.kind), effect.attempt.pk)), unchanged)
