"""What the server holds of some questions of an attempt, read in one step while the attempt is locked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, FilteredRelation, Q, QuerySet

from exams.enums import ResponseFate
from exams.models import Attempt, FormItem, ItemVersion


@dataclass(frozen=True, slots=True)
class HeldAnswers:
    """The attempt; of the questions asked for their wordings, newest counted sequences, and every fate by client id."""

    attempt: Attempt
    versions: dict[int, ItemVersion]
    newest: dict[int, int]
    fates: dict[str, ResponseFate]


def held_answers(runs: QuerySet[Attempt], *, positions: Collection[int]) -> HeldAnswers:
    """Return what is held of these positions, and lock the attempt until the transaction ends.

    The lock lets a submit that runs at the same time come wholly before or wholly after. Raises
    Attempt.DoesNotExist for no attempt. Cost: one query, two when the form has none of the positions.
    """
    rows = list(
        FormItem.objects.filter(form__attempt__in=runs, position__in=positions)
        .annotate(
            sent=FilteredRelation(
                "form__attempt__events", condition=Q(form__attempt__events__position=F("position"))
            )
        )
        .annotate(
            sent_sequence=F("sent__sequence"), sent_client_id=F("sent__client_id"), sent_fate=F("sent__fate")
        )
        .select_related("form__attempt", "version")
        .select_for_update(of=("form__attempt",))
    )
    if not rows:
        return HeldAnswers(runs.get(), {}, {}, {})
    newest: dict[int, int] = {}
    fates: dict[str, ResponseFate] = {}
    for row in rows:
        if row.sent_client_id is None:
            continue
        fate = fates[row.sent_client_id] = ResponseFate(row.sent_fate)
        if fate is ResponseFate.COUNTED:
            newest[row.position] = max(row.sent_sequence, newest.get(row.position, row.sent_sequence))
    return HeldAnswers(rows[0].form.attempt, {row.position: row.version for row in rows}, newest, fates)
