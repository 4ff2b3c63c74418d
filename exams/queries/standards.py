"""The registry of standards, and what cites each."""

from __future__ import annotations

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from courses.models import LessonPage
from courses.models.pages import LessonBasis
from exams.enums import ItemStatus
from exams.models import Item, ItemBasis, ItemVersion
from exams.queries.bank import newest_versions
from library.models import Standard


def standards(*, text: str = "", only: str = "") -> QuerySet[Standard]:
    """Return the standards that fit, with `item_count` and `lesson_count`; `only` is superseded, in_force or empty."""
    cited = ItemBasis.objects.filter(standard=OuterRef("pk"), version__in=_current(Item.objects.all())).order_by()
    taught = LessonBasis.objects.filter(standard=OuterRef("pk")).order_by()
    rows = Standard.objects.select_related("superseded_by").annotate(
        item_count=_count(cited, "version__item"), lesson_count=_count(taught, "lesson")
    )
    if text:
        rows = rows.filter(Q(code__icontains=text) | Q(title__icontains=text) | Q(title_en__icontains=text))
    if only:
        rows = rows.filter(superseded_by__isnull=only == "in_force")
    return rows.order_by("code")


def _count(rows: QuerySet[ItemBasis] | QuerySet[LessonBasis], name: str) -> Coalesce:
    counted = rows.values("standard").annotate(n=Count(name, distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _current(items: QuerySet[Item]) -> QuerySet[ItemVersion]:
    """Return the wordings that are drawn, and the newest ones that are on their way."""
    newest = newest_versions(items).exclude(status=ItemStatus.RETIRED).values("pk")
    return ItemVersion.objects.filter(Q(pk__in=newest) | Q(item__in=items, status=ItemStatus.APPROVED))


def items_citing(standard: Standard, *, items: QuerySet[Item]) -> list[ItemVersion]:
    """Return for each item of a scope citing a standard, by code, the newest wording that does (drawn, or in writing).

    Cost: one query.
    """
    rows = _current(items).filter(bases__standard=standard).select_related("item").distinct()
    newest_last = {version.item_id: version for version in rows.order_by("item__code", "number")}
    return list(newest_last.values())


def lessons_citing(standard: Standard, *, lessons: QuerySet[LessonPage]) -> QuerySet[LessonPage]:
    """Return the lessons of a scope that cite a standard."""
    cited = LessonBasis.objects.filter(standard=standard).values("lesson")
    return lessons.filter(pk__in=cited).order_by("path")
