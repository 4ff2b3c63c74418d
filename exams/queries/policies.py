"""Exams in lists, and in words what the bank lacks for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exams.domain.blueprint import Lack, Shortage
from exams.models import Attempt, BlueprintRow, Exam, Item

# What is missing where no one row is short.
LACKS: dict[Lack, Promise] = {
    Lack.ROWS: gettext_lazy("The blueprint asks for nothing. Add a row."),
    Lack.CRITICAL: gettext_lazy(
        "%(wanted)d critical items are asked for, and only %(available)d can be in a form: approve %(missing)d more."
    ),
    Lack.FIXED: gettext_lazy("In every form, but without a free place of a row that fits: %(items)s."),
    Lack.FIXED_NOT_APPROVED: gettext_lazy(
        "In every form, but without an approved version: %(items)s. Approve one, or take the item out of the exam."
    ),
    Lack.FIXED_ENEMIES: gettext_lazy("In every form, but never together: %(items)s. Take one of them out."),
    Lack.ENEMIES: gettext_lazy(
        "Items that must not meet leave too few: %(available)d of %(wanted)d can be drawn. Approve other items."
    ),
    Lack.UNDECIDED: gettext_lazy(
        "So many items must not meet that no form was found in time; there may be one. Fewer such items help."
    ),
}


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


def shortage_words(shortages: Sequence[Shortage]) -> list[str]:
    """Return what is missing, one sentence each, with the numbers of rows from 1 and the codes of items.

    Cost: one query where items find no place, else none.
    """
    items = {item for shortage in shortages for item in shortage.items}
    codes = dict(Item.objects.filter(pk__in=items).values_list("pk", "code")) if items else {}
    return [_words(shortage, codes) for shortage in shortages]


def _words(shortage: Shortage, codes: Mapping[int, str]) -> str:
    said: dict[str, Any] = {"wanted": shortage.wanted, "available": shortage.available}
    said["missing"] = max(0, shortage.wanted - shortage.available)
    said["row"] = shortage.index + 1
    said["rows"] = ", ".join(str(row + 1) for row in shortage.rows)
    said["items"] = ", ".join(sorted(codes[item] for item in shortage.items))
    if shortage.rows:
        text = _("Rows %(rows)s together ask for %(wanted)d items, and only %(available)d fit them.")
    elif shortage.index >= 0:
        text = _(
            "Row %(row)d asks for %(wanted)d items, and only %(available)d fit: write and approve %(missing)d more."
        )
    else:
        text = str(LACKS[shortage.lack])
    return text % said
