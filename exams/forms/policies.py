"""What somebody types about an exam and its blueprint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage
from exams.actions.policies import Policy, Row
from exams.domain.form_tree import Tree, rows_at, text_at
from exams.item_types.registry import REGISTRY
from exams.models import BlueprintRow, ContentArea, Exam

MOST_ROWS, MOST_ITEMS = 60, 300


class PolicyForm(forms.ModelForm):
    """The policy of one exam."""

    class Meta:
        model = Exam
        fields = tuple(Policy.__dataclass_fields__)

    def __init__(self, *args: Any, courses: QuerySet[CoursePage], is_course_free: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses.order_by("title")
        self.fields["course"].required = not is_course_free
        self.fields["time_limit_minutes"].min_value = 1
        self.fields["is_open"].help_text = _("Only an open exam can be sat; the bank must hold what it asks.")

    def _get_validation_exclusions(self) -> set[str]:
        # Whether the code is free is asked by the action, which words it.
        return {*super()._get_validation_exclusions(), "code"}

    def policy(self) -> Policy:
        """Return what was typed."""
        return Policy(**{name: self.cleaned_data[name] for name in Policy.__dataclass_fields__})


def row_fields(rows: Sequence[BlueprintRow]) -> list[Tree]:
    """Return blueprint rows as rows of the form."""
    return [
        {
            "pk": str(row.pk),
            "area": row.area.code,
            "level": str(row.level or ""),
            "type": row.item_type,
            "count": str(row.count),
        }
        for row in rows
    ]


def read_rows(tree: Tree, *, areas: QuerySet[ContentArea]) -> tuple[list[Row], list[str]]:
    """Return the rows that were typed, and what is wrong with them, each with its number and cure."""
    known = dict(areas.values_list("code", "pk"))
    rows, faults = [], []
    typed = rows_at(tree, "rows")[:MOST_ROWS]
    for number, row in enumerate(typed, start=1):
        area, count = known.get(text_at(row, "area")), text_at(row, "count")
        if area is None:
            faults.append(_now("Row %(row)d: choose a content area.") % {"row": number})
        elif not count.isascii() or not count.isdecimal() or not 1 <= int(count) <= MOST_ITEMS:
            faults.append(
                _now("Row %(row)d: say how many items, 1 to %(most)d.") % {"row": number, "most": MOST_ITEMS}
            )
        else:
            pk, level, kind = text_at(row, "pk"), text_at(row, "level"), text_at(row, "type")
            rows.append(
                Row(
                    int(pk) if pk.isdecimal() else None,
                    area,
                    int(level) if level in {"1", "2", "3"} else None,
                    kind if kind in REGISTRY else "",
                    int(count),
                )
            )
    return rows, faults if typed else [_now("The blueprint is empty. Add a row.")]
