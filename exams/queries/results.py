"""A result with its explanations, for after the release only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from core.prepared import Prepared, PreparedModels, Slot
from courses.models import Enrolment, LessonPage
from exams.enums import CorrectionKind, Release
from exams.item_types.marked import Change
from exams.item_types.registry import Part, item_type
from exams.models import (
    Appeal,
    Attempt,
    Exam,
    FormItem,
    Item,
    ItemBasis,
    ItemVersion,
    Marking,
    ReleaseDecision,
    Score,
)
from exams.queries.attempts import form_items, standing_values
from exams.queries.marks import changes_in_form
from exams.queries.sittings import over
from exams.queries.wordings import PlacedItem, is_frozen


@dataclass(frozen=True, slots=True)
class Lesson:
    """Where a question is taught; `enrolment` is the candidate's own, empty when there is none."""

    title: str
    pk: int
    enrolment: str


@dataclass(frozen=True, slots=True)
class ExplainedItem:
    """One item as shown after release: what was right and wrong part by part, explanation, basis, lesson.

    `changed` is what two persons decided instead of the key, empty when the key holds. Two that differ in their
    place alone are equal.
    """

    position: int = field(compare=False)
    stem: str
    share: Decimal
    parts: tuple[Part, ...]
    overlays: tuple[dict[str, Any], ...]
    is_critical: bool
    explanation: str
    bases: tuple[str, ...]
    changed: str = ""
    comments: tuple[str, ...] = ()
    lesson: Lesson | None = None

    @property
    def standing(self) -> str:
        """Return right, partly, wrong, or none for an item that counts for nobody."""
        if self.changed == CorrectionKind.NOBODY:
            return "none"
        return "right" if self.share == 1 else "partly" if self.share else "wrong"

    @property
    def whole(self) -> Part | None:
        """Return the one part of an item that has no parts."""
        return self.parts[0] if len(self.parts) == 1 and not self.parts[0].label else None


def released(attempts: QuerySet[Attempt], *, at: datetime | Slot) -> QuerySet[Attempt]:
    """Return of these attempts those whose results their candidates may see once there is a score.

    An attempt outside a sitting waits for none: its result after the sitting is shown at once.
    """
    decided = ReleaseDecision.objects.filter(
        Q(sitting=None) | Q(sitting=OuterRef("sitting")),
        exam=OuterRef("exam"),
        covers_until__gte=OuterRef("ended_at"),
    )
    sitting_over = Q(sitting=None) | Exists(over(at).filter(pk=OuterRef("sitting")))
    return attempts.filter(
        Q(exam__release=Release.AT_ONCE.value)
        | (Q(exam__release=Release.AFTER_SITTING.value) & sitting_over)
        | Q(exam__release=Release.AT_A_TIME.value, exam__release_at__lte=at)
        | (Q(exam__release=Release.BY_APPROVAL.value) & Exists(decided))
    )


def is_released(attempt: Attempt, *, at: datetime) -> bool:
    """Tell whether the candidate may see result and explanations of an attempt that is over.

    Cost: none where results are shown at once, else a query.
    """
    if attempt.exam.release == Release.AT_ONCE:
        return True
    return released(Attempt.objects.filter(pk=attempt.pk), at=at).exists()


def waiting_for_release(exam: Exam) -> list[Attempt]:
    """Return the ended attempts whose results wait for an approval, oldest first. Cost: one query."""
    if exam.release != Release.BY_APPROVAL:
        return []
    ended = Attempt.objects.filter(exam=exam).exclude(state__in=["open", "void"])
    shown = released(ended, at=datetime.max.replace(tzinfo=UTC))
    rows = ended.exclude(pk__in=shown.values("pk")).select_related("person", "sitting")
    return list(rows.order_by("ended_at", "pk"))


BASES = Prepared(
    lambda form: (
        ItemBasis.objects.filter(version__in=FormItem.objects.filter(form_id=form).values("version"))
        .order_by("pk")
        .values_list("version", "standard__code", "clause")
    ),
    form=models.BigIntegerField(),
)
TAUGHT = Prepared(
    lambda form: Item.objects.filter(
        pk__in=FormItem.objects.filter(form_id=form).values("version__item"), lesson__live=True
    ).values_list("pk", "lesson"),
    form=models.BigIntegerField(),
)


def explained(attempt: Attempt, score: Score) -> list[ExplainedItem]:
    """Return every item of a marked attempt with its key; only for doors that know the result is released.

    Cost: five queries; one more each for wordings not in memory and for comments of markers, two for lessons.
    """
    items = form_items(attempt)
    values = standing_values(attempt)
    shares = {mark["position"]: mark["share"] for mark in score.marks}
    changes = changes_in_form(attempt.form_id)
    bases: dict[int, list[str]] = {}
    for version, code, clause in BASES.rows(form=attempt.form_id):
        bases.setdefault(version, []).append(ItemBasis.words(code, clause))
    is_marked_by_hand = any(item_type(row.version.item_type).needs_marker(row.version.body) for row in items)
    comments = _comments(attempt) if is_marked_by_hand else {}
    lessons = _lessons(attempt)
    explain = partial(_explained, language=get_language())
    return [
        replace(
            explain(row, values.get(row.position), shares[row.position], changes.get(row.version_id)),
            position=row.position,
            bases=tuple(bases.get(row.version_id, ())),
            comments=tuple(comments.get(row.position, ())),
            lesson=lessons.get(row.version.item_id),
        )
        for row in items
    ]


APPEALS = PreparedModels(
    lambda attempt: Appeal.objects.filter(attempt_id=attempt).order_by("pk"), attempt=models.BigIntegerField()
)


def appeals_to(attempt: Attempt) -> list[Appeal]:
    """Return the appeals against the result of an attempt, oldest first. Cost: one query."""
    return APPEALS.found(attempt=attempt.pk)


def short_sections(attempt: Attempt, score: Score) -> list[str]:
    """Return the names of the sections below their minimum, in the reader's language. Cost: a query at most."""
    if not score.failed_sections:
        return []
    return [name for place, name in attempt.form.section_names.items() if place in score.failed_sections]


def _comments(attempt: Attempt) -> dict[int, list[str]]:
    """Return what the markers of the newest settled round said, by position."""
    said = Marking.objects.filter(task__attempt=attempt, task__settled_at__isnull=False).exclude(comment="")
    found: dict[int, tuple[int, list[str]]] = {}
    for position, turn, text in said.order_by("task__round", "turn").values_list(
        "task__position", "task__round", "comment"
    ):
        kept = found.get(position)
        found[position] = (turn, [*kept[1], text]) if kept is not None and kept[0] == turn else (turn, [text])
    return {position: texts for position, (_round, texts) in found.items()}


def _lessons(attempt: Attempt) -> dict[int, Lesson]:
    """Return where each item of the form is taught, by item; only lessons that are published."""
    taught = dict(TAUGHT.rows(form=attempt.form_id))
    if not taught:
        return {}
    pages = LessonPage.objects.in_bulk(set(taught.values()))
    own = Enrolment.objects.filter(person=attempt.person_id).select_related("course").order_by("-pk")
    enrolled = [(enrolment.course.path, enrolment.public_id) for enrolment in own]
    found = {}
    for item, pk in taught.items():
        page = pages[pk]
        enrolment = next((public_id for path, public_id in enrolled if page.path.startswith(path)), "")
        found[item] = Lesson(page.local_title, pk, enrolment)
    return found


def _explained(
    row: PlacedItem, value: object, share: str, change: Change | None, *, language: str | None
) -> ExplainedItem:
    """Return what is explained of one item to whoever gave this answer, at no place yet."""
    if change is None and is_frozen(row.version):
        said = Said(row.version, json.dumps(value, sort_keys=True), share, row.is_critical, language)
        return _explanation(said)
    return _explain(row.version, value, Decimal(share), is_critical=row.is_critical, change=change)


class Said(NamedTuple):
    """All that an explanation follows from where the key of a frozen wording holds."""

    version: ItemVersion
    value: str
    share: str
    is_critical: bool
    language: str | None


@lru_cache(maxsize=4096)  # a room of candidates gives the same few answers to the same wordings
def _explanation(said: Said) -> ExplainedItem:
    value = json.loads(said.value)
    return _explain(said.version, value, Decimal(said.share), is_critical=said.is_critical, change=None)


def forget() -> None:
    """Hold no explanation: for tests, whose databases give the same number to another wording."""
    _explanation.cache_clear()


def _explain(
    version: ItemVersion, value: object, share: Decimal, *, is_critical: bool, change: Change | None
) -> ExplainedItem:
    kind = item_type(version.item_type)
    key: Mapping[str, Any] = change.key if change is not None and change.key is not None else version.key
    overlays = tuple(kind.drawn(version.body, key, value).get("overlays", ()))
    # What a marker decided stands in the score alone.
    parts = tuple(
        part if part.share is not None else replace(part, share=kind.decided(version.body, key, value, share))
        for part in kind.parts(version.body, key, value)
    )
    changed = change.kind if change is not None else ""
    return ExplainedItem(
        0,
        version.stem,
        share,
        parts,
        overlays,
        is_critical,
        version.explanation,
        (),
        changed=changed,
    )
