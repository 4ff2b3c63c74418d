"""What a marker fills in: the rubric line by line, and a comment."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exams.domain.marking import FULLY, HALF, NOT, Line

DEGREES = [(FULLY, _("fully met")), (HALF, _("half met")), (NOT, _("not met"))]


class MarkingForm(forms.Form):
    """One choice per line of the rubric; who decides between two has to say why."""

    comment = forms.CharField(
        label=pgettext_lazy("marking", "Comment"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, rubric: Sequence[Line], decides: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rubric = rubric
        for line in self.rubric:
            self.fields[f"line-{line.id}"] = forms.ChoiceField(
                label=line.text, choices=DEGREES, widget=forms.RadioSelect
            )
        self.order_fields([f"line-{line.id}" for line in self.rubric])
        self.fields["comment"].required = decides
        self.fields["comment"].help_text = (
            _("Two markers differ. Write why you decide so.")
            if decides
            else _("Read by whoever decides an appeal, and by the candidate with the result.")
        )

    def lines(self) -> dict[str, str]:
        """Return how far each line is met."""
        return {line.id: self.cleaned_data[f"line-{line.id}"] for line in self.rubric}

    def line_fields(self) -> list[tuple[forms.BoundField, str]]:
        """Return the field of each line with the percentage that it is worth."""
        hundredth = Decimal("0.01")
        worth = [format((line.share * 100).quantize(hundredth).normalize(), "f") for line in self.rubric]
        return [(self[f"line-{line.id}"], percent) for line, percent in zip(self.rubric, worth, strict=True)]
