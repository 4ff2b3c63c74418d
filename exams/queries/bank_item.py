"""All about one item: its wordings, what changed between them, where it is used, what was said about it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from exams.domain.markup import plain
from exams.item_types.registry import Part, item_type
from exams.item_types.veils import Seeded
from exams.models import BlueprintRow, EnemyGroup, Exam, FormItem, FormSet, Item, ItemNote, ItemVersion
from exams.queries.attempts import Question, shown_question
from exams.queries.bank import told_findings


@dataclass(frozen=True, slots=True)
class Change:
    """One line that differs between two wordings; an empty side had nothing there."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Use:
    """Where an item may be drawn and was; what has it in every form, what it must not meet, what sets hold it.

    Sets that were taken out of use are left out.
    """

    blueprints: list[BlueprintRow]
    form_count: int
    fixed_in: list[Exam]
    enemies: list[EnemyGroup]
    form_sets: list[FormSet]


def versions_of(item: Item, *, items: QuerySet[Item]) -> list[ItemVersion]:
    """Return the wordings of an item, newest first, with bases and what a reader of `items` is told of findings.

    Cost: four queries.
    """
    rows: QuerySet[ItemVersion] = item.versions.select_related("author", "approver")
    findings = Prefetch("findings", told_findings(items).select_related("other"))
    return list(rows.prefetch_related("bases__standard__superseded_by", findings).order_by("-number"))


def as_question(version: ItemVersion) -> Question:
    """Return a wording as a candidate sees it, in an order that stays."""
    row = FormItem(position=1, version=version, points=version.points, is_critical=version.is_critical)
    return shown_question(row, Seeded(f"preview-{version.pk}:1"))


def right_parts(version: ItemVersion) -> list[Part]:
    """Return the right answer part by part, for those who may see it; none for a wording that is half filled."""
    kind = item_type(version.item_type)
    if kind.problems(version.body, version.key):
        return []
    return kind.parts(version.body, version.key, kind.right_value(version.body, version.key))


def overlays_of(version: ItemVersion) -> list[dict[str, Any]]:
    """Return the pictures on which the right answer is drawn; none for most types and half-filled wordings."""
    kind = item_type(version.item_type)
    if kind.problems(version.body, version.key):
        return []
    value = kind.right_value(version.body, version.key)
    overlays: list[dict[str, Any]] = kind.drawn(version.body, version.key, value).get("overlays", [])
    return overlays


def changes(before: ItemVersion, after: ItemVersion) -> list[Change]:
    """Return what differs between two wordings, line by line; names are codes of the fields."""
    old, new = dict(_lines(before)), dict(_lines(after))
    return [
        Change(name, old.get(name, ""), new.get(name, ""))
        for name in dict.fromkeys([*old, *new])
        if old.get(name) != new.get(name)
    ]


def _lines(version: ItemVersion) -> Iterator[tuple[str, str]]:
    yield "stem", version.stem
    kind = item_type(version.item_type)
    if version.body:
        yield "options", "\n".join(kind.texts(version.body))
    if not kind.problems(version.body, version.key):
        yield "answer", kind.in_words(version.body, kind.right_value(version.body, version.key))
        yield "key", "\n".join(_flat(version.key))
    yield "explanation", version.explanation
    yield "level", str(version.get_level_display())
    yield "points", format(version.points.normalize(), "f")
    yield "critical", "✓" if version.is_critical else "—"
    yield "basis", "\n".join(str(basis) for basis in version.bases.all())
    yield "review_by", str(version.review_by or "—")


def _flat(value: object, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in sorted(value.items()):
            yield from _flat(part, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list) and value and isinstance(value[0], (dict, list)):
        for place, part in enumerate(value, start=1):
            yield from _flat(part, f"{path}.{place}")
    else:
        shown = ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)
        yield f"{path} = {shown}"


def marked_difference(before: str, after: str) -> list[tuple[str, str]]:
    """Return the pieces of two texts in order, each with its fate: equal, removed or added."""
    pieces = []
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    for tag, low, high, from_, to in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(("equal", before[low:high]))
            continue
        if high > low:
            pieces.append(("removed", before[low:high]))
        if to > from_:
            pieces.append(("added", after[from_:to]))
    return pieces


def where_used(item: Item, version: ItemVersion) -> Use:
    """Return the blueprint rows that this wording fits, and all that names or holds the item. Cost: five queries."""
    codes = item.area.code.split(".")
    above = [".".join(codes[: place + 1]) for place in range(len(codes))]
    rows = BlueprintRow.objects.filter(
        area__code__in=above, level__in=[version.level]
    ) | BlueprintRow.objects.filter(area__code__in=above, level=None)
    fitting = rows.filter(item_type__in=["", version.item_type]).select_related("exam", "area")
    forms = FormItem.objects.filter(version__item=item).values("form").distinct().count()
    sets = FormSet.objects.filter(withdrawal=None, prepared__form__items__version__item=item)
    return Use(
        list(fitting.order_by("exam__code", "pk")),
        forms,
        fixing_exams([item]),
        list(item.enemy_groups.order_by("pk")),
        list(sets.select_related("exam").distinct().order_by("-built_at", "pk")),
    )


def fixing_exams(items: Iterable[Item]) -> list[Exam]:
    """Return the exams that have one of these items in every form: no form of theirs is drawn without it.

    Cost: one query.
    """
    return list(Exam.objects.filter(fixed_items__item__in=items).distinct().order_by("code"))


def notes_of(item: Item) -> list[ItemNote]:
    """Return what was written about an item, newest first. Cost: one query."""
    return list(item.notes.select_related("author", "version").order_by("-pk"))


def title_of(version: ItemVersion, *, most: int = 80) -> str:
    """Return the stem in plain words, cut to fit a line."""
    words = plain(version.stem)
    return words if len(words) <= most else f"{words[: most - 1]}…"
