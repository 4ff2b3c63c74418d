"""What every item has, whatever its type; what its type asks besides is read by the editor of the type."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from exams.actions.authoring import Basis, Wording
from exams.domain.form_tree import Tree, rows_at, text_at
from exams.forms.editors.editor import Shape
from exams.forms.item import LessonField
from exams.models import ContentArea, ItemVersion
from exams.models.bank import LEVEL_LABELS
from library.models import Standard

LONGEST_CLAUSE = 60


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "data-markup": ""})


class ItemForm(forms.Form):
    """The parts of a wording that all types share, and where the item belongs."""

    stem = forms.CharField(label=_("Stem"), required=False, widget=_text(3))
    explanation = forms.CharField(
        label=_("Explanation"),
        required=False,
        widget=_text(3),
        help_text=_("Shown after release: why the right answer is right."),
    )
    area = forms.ModelChoiceField(
        label=_("Content area"), queryset=ContentArea.objects.none(), to_field_name="code", empty_label=None
    )
    lesson = LessonField()
    level = forms.TypedChoiceField(label=_("Level"), choices=LEVEL_LABELS, coerce=int)
    points = forms.DecimalField(
        label=_("Points"), max_digits=5, decimal_places=2, min_value=Decimal("0.01"), max_value=Decimal(100)
    )
    review_by = forms.DateField(
        label=_("Review by"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    is_critical = forms.BooleanField(
        label=_("Critical: answered wrong, the attempt fails whatever the total"), required=False
    )
    is_exam_only = forms.BooleanField(label=_("For exams only, never for practice"), required=False)

    def __init__(self, *args: Any, areas: QuerySet[ContentArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas.order_by("code")
        # The lessons are those of the area that is typed, so that an item moves with its lesson in one step or two.
        self.fields["lesson"].of(areas.filter(code=self["area"].value()).select_related("course").first())


def initial_of(version: ItemVersion) -> dict[str, Any]:
    """Return what the form begins with."""
    names = ("stem", "explanation", "level", "points", "review_by", "is_critical")
    item = version.item
    own = {name: getattr(version, name) for name in names}
    return {**own, "area": item.area.code, "lesson": item.lesson_id, "is_exam_only": item.is_exam_only}


def basis_rows(version: ItemVersion) -> list[Tree]:
    """Return the bases of a wording as rows of the form, one empty row if there is none."""
    rows: list[Tree] = [
        {"standard": str(basis.standard_id), "clause": basis.clause} for basis in version.bases.order_by("pk")
    ]
    return rows or [{}]


def read_bases(tree: Tree) -> list[Basis]:
    """Return the bases that name a standard there is; a clause too long to be one is cut."""
    rows = [(text_at(row, "standard"), text_at(row, "clause")[:LONGEST_CLAUSE]) for row in rows_at(tree, "bases")]
    known = {str(pk) for pk in Standard.objects.values_list("pk", flat=True)}
    return [Basis(int(standard), clause) for standard, clause in rows if standard in known]


def wording_from(form: ItemForm, shape: Shape, bases: list[Basis]) -> Wording:
    """Return the wording that a valid form and its type hold."""
    body, key = shape
    data = form.cleaned_data
    return Wording(
        stem=data["stem"],
        body=body,
        key=key,
        explanation=data["explanation"],
        level=data["level"],
        points=data["points"],
        is_critical=data["is_critical"],
        review_by=data["review_by"],
        bases=bases,
    )
