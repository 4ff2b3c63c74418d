"""Content areas in the order of their tree, with what each holds and which lessons teach it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from courses.models import LessonPage
from exams.domain.area_tree import is_below
from exams.models import ContentArea


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area: its items and approved items, those of all areas below it included."""

    area: ContentArea
    items: int
    approved: int
    may_write: bool


def lessons_for(area: ContentArea) -> QuerySet[LessonPage]:
    """Return the lessons that may be named as teaching an item of an area: those of its course, in their order."""
    lessons = LessonPage.objects.live().order_by("path")
    found: QuerySet[LessonPage] = lessons.descendant_of(area.course) if area.course is not None else lessons.none()
    return found


def _by_number(code: str) -> list[tuple[int, str]]:
    # M1.10 comes after M1.2.
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in code.split(".")]


def tree(areas: QuerySet[ContentArea], *, kept: QuerySet[ContentArea]) -> list[AreaRow]:
    """Return the areas in the order of the tree. Cost: two queries."""
    approved = Count("items", filter=Q(items__versions__status="approved"), distinct=True)
    rows = list(areas.select_related("course").annotate(own=Count("items", distinct=True), ready=approved))
    own = set(kept.values_list("pk", flat=True))
    found = []
    for area in sorted(rows, key=lambda row: _by_number(row.code)):
        inside = [row for row in rows if row.pk == area.pk or is_below(row.code, area.code)]
        items, ready = sum(row.own for row in inside), sum(row.ready for row in inside)
        found.append(AreaRow(area, items, ready, area.pk in own))
    return found
