"""What somebody types about standards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exams.actions.standards import StandardFacts
from library.models import Standard


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class StandardForm(forms.ModelForm):
    """What the registry says about one standard."""

    class Meta:
        model = Standard
        fields = ("code", "title", "title_en", "in_force_since", "replaces", "note")
        widgets = {"in_force_since": _day(), "note": forms.Textarea(attrs={"rows": 3})}

    def _get_validation_exclusions(self) -> set[str]:
        # Whether the code is free is asked by the action, which words it.
        return {*super()._get_validation_exclusions(), "code"}

    def facts(self) -> StandardFacts:
        """Return what was typed."""
        return StandardFacts(**self.cleaned_data)


class SupersedeForm(forms.Form):
    """By which standard one is superseded, and from which day on."""

    by = forms.ModelChoiceField(
        label=_("superseded by"),
        queryset=Standard.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("nothing: it is in force"),
    )
    on = forms.DateField(label=_("From"), widget=_day(), required=False)

    def __init__(self, *args: Any, standard: Standard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by"].queryset = Standard.objects.exclude(pk=standard.pk).order_by("code")
        by = standard.superseded_by
        self.initial = {"by": by.code if by is not None else "", "on": standard.superseded_on}

    def clean(self) -> dict[str, Any]:
        """Ask for the day where there is a newer standard."""
        data = super().clean() or {}
        if data.get("by") and not data.get("on"):
            self.add_error("on", _("Say from which day on the newer one holds."))
        return data


class StandardFilterForm(forms.Form):
    """Which standards to list."""

    q = forms.CharField(label=_("Code or title"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    only = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("all")), ("in_force", _("in force")), ("superseded", _("superseded"))],
    )
