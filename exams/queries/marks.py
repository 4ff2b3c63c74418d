"""What many attempts hold and how each item of them is marked: from frozen forms, counted answers and decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from django.db import models
from django.db.models import QuerySet

from core.prepared import Prepared
from exams.domain.scoring import MarkedItem
from exams.item_types.marked import Change, Place, Wording, marked
from exams.models import Attempt, FormItem, ItemVersion, KeyCorrection, MarkingTask, Response
from people.enums import ProposalState

CHUNK = 500  # attempts in memory at once


def minimums_of(sections: object) -> dict[int, Decimal]:
    """Return the minimum percentages of the sections of a frozen form, by place; sections without one are left out."""
    rows = sections if isinstance(sections, list) else []
    return {row["place"]: Decimal(row["minimum_percent"]) for row in rows if row["minimum_percent"] is not None}


def standing_changes(versions: Collection[int] | QuerySet[ItemVersion]) -> dict[int, Change]:
    """Return what two persons decided instead of the keys of these wordings; the newest holds. Cost: one query."""
    rows = KeyCorrection.objects.filter(version__in=versions, state=ProposalState.APPROVED.value)
    return {row.version_id: Change(row.kind, row.key) for row in rows.order_by("decided_at", "pk")}


CHANGES = Prepared(
    lambda form: (
        KeyCorrection.objects.filter(
            version__in=FormItem.objects.filter(form_id=form).values("version"), state=ProposalState.APPROVED.value
        )
        .order_by("decided_at", "pk")
        .values_list("version_id", "kind", "key")
    ),
    form=models.BigIntegerField(),
)


def changes_in_form(form_id: int) -> dict[int, Change]:
    """Return what two persons decided instead of the keys of the wordings of one form. Cost: one query."""
    return {version: Change(kind, key) for version, kind, key in CHANGES.rows(form=form_id)}


def marks_of_many(
    attempts: QuerySet[Attempt], *, changes: Mapping[int, Change] | None = None
) -> Iterator[tuple[Attempt, list[MarkedItem]]]:
    """Yield every attempt with all items of its form as marked now, by primary key.

    `changes` hold beside those that stand already, by wording. Cost: five queries for each 500 attempts, and two.
    """
    wanted = list(attempts.order_by("pk").values_list("pk", flat=True))
    versions: dict[int, Wording] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = Attempt.objects.select_related("form").in_bulk(wanted[start : start + CHUNK])
        yield from _chunk(list(rows.values()), versions, changes or {})


def _chunk(
    attempts: list[Attempt], versions: dict[int, Wording], changes: Mapping[int, Change]
) -> Iterator[tuple[Attempt, list[MarkedItem]]]:
    ids = [attempt.pk for attempt in attempts]
    places: dict[int, list[tuple[Place, int]]] = {}
    frozen = FormItem.objects.filter(form__attempt__in=ids).order_by("form", "position")
    for form, version, position, points, is_critical, section in frozen.values_list(
        "form", "version", "position", "points", "is_critical", "section"
    ):
        places.setdefault(form, []).append((Place(position, points, is_critical, section), version))
    seen = {version for held in places.values() for _place, version in held}
    for row in ItemVersion.objects.filter(pk__in=seen - versions.keys()):
        versions[row.pk] = Wording(row.item_type, row.body, row.key)
    standing = {**standing_changes(seen), **changes}
    answers: dict[tuple[int, int], object] = {}
    for attempt_id, position, value in Response.objects.filter(attempt__in=ids).values_list(
        "attempt", "position", "value"
    ):
        answers[attempt_id, position] = value
    decided: dict[tuple[int, int], Decimal] = {}
    for task in MarkingTask.objects.filter(attempt__in=ids, settled_at__isnull=False).order_by("round"):
        if task.share is not None:
            decided[task.attempt_id, task.position] = task.share
    for attempt in attempts:
        yield (
            attempt,
            [
                marked(
                    place,
                    versions[version],
                    answers.get((attempt.pk, place.position)),
                    change=standing.get(version),
                    decided=decided.get((attempt.pk, place.position)),
                )
                for place, version in places[attempt.form_id]
            ],
        )
