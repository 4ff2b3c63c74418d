"""Exams in lists, and in words what the bank lacks for one."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from exams.domain.blueprint import Lack, Shortage
from exams.models import Attempt, BlueprintRow, Exam


def for_policies(exams: QuerySet[Exam]) -> QuerySet[Exam]:
    """Return the exams by code, with `item_count` of their blueprints and `attempt_count`."""
    rows = BlueprintRow.objects.filter(exam=OuterRef("pk")).order_by().values("exam")
    tried = Attempt.objects.filter(exam=OuterRef("pk")).order_by().values("exam")
    return (
        exams.select_related("course")
        .annotate(
            item_count=Coalesce(
                Subquery(rows.annotate(n=Sum("count")).values("n"), output_field=IntegerField()), 0
            ),
            attempt_count=Coalesce(
                Subquery(tried.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0
            ),
        )
        .order_by("code")
    )


def shortage_words(shortages: Iterable[Shortage]) -> list[str]:
    """Return what is missing, one sentence each, with the numbers of rows from 1."""
    return [_words(shortage) for shortage in shortages]


def _words(shortage: Shortage) -> str:
    numbers = {"wanted": shortage.wanted, "available": shortage.available}
    numbers["missing"] = max(0, shortage.wanted - shortage.available)
    if shortage.rows:
        rows = ", ".join(str(row + 1) for row in shortage.rows)
        text = _("Rows %(rows)s together ask for %(wanted)d items, and only %(available)d fit them.")
        return text % {**numbers, "rows": rows}
    if shortage.index >= 0:
        text = _(
            "Row %(row)d asks for %(wanted)d items, and only %(available)d fit: write and approve %(missing)d more."
        )
        return text % {**numbers, "row": shortage.index + 1}
    if shortage.lack == Lack.CRITICAL:
        text = _("%(wanted)d critical items are asked for, and only %(available)d can be in a form.")
        return text % numbers
    if shortage.lack == Lack.FIXED:
        return _("An item that is to be in every form fits no row with a free place.")
    if shortage.lack == Lack.FIXED_ENEMIES:
        return _("Two items that are to be in every form must not meet in one.")
    return _("Items that must not meet leave too few: %(available)d of %(wanted)d can be drawn.") % numbers
