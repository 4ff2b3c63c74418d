"""Which events of the audit trail to show."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.models.audit_labels import ACTION_LABELS, TARGET_LABELS
from compliance.queries.trail import Wanted
from people.forms.choices import day_input, search_input

SHOWN_AT_FIRST = timedelta(days=30)


def _by_words(labels: dict[str, str]) -> list[tuple[str, str]]:
    """Return the choices in the order of their words, one of several codes with the same word only once."""
    once = {str(label): code for code, label in reversed(labels.items())}
    return [("", str(_("all"))), *((code, label) for label, code in sorted(once.items()))]


class TrailForm(forms.Form):
    """Which events to show; those of the last thirty days where nothing is chosen."""

    person = forms.CharField(
        label=_("Who did it, or whom it is about"), required=False, max_length=100, widget=search_input()
    )
    action = forms.ChoiceField(label=pgettext_lazy("audit", "What was done"), required=False)
    kind = forms.ChoiceField(label=_("With what"), required=False)
    thing = forms.CharField(label=_("Name of it"), required=False, max_length=100, widget=search_input())
    first = forms.DateField(label=pgettext_lazy("period", "From"), required=False, widget=day_input())
    last = forms.DateField(label=pgettext_lazy("period", "To"), required=False, widget=day_input())

    def __init__(self, data: Any, *, today: date) -> None:
        given = data.copy()
        given.setdefault("first", (today - SHOWN_AT_FIRST).isoformat())
        super().__init__(given)
        self.fields["action"].choices = _by_words(ACTION_LABELS)
        self.fields["kind"].choices = _by_words(TARGET_LABELS)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        found = super().clean() or {}
        if found.get("first") and found.get("last") and found["last"] < found["first"]:
            self.add_error("last", _("The last day lies before the first."))
        return found

    def wanted(self) -> Wanted:
        """Return what was chosen; a field that cannot be read narrows nothing, and says so."""
        self.is_valid()
        data = self.cleaned_data
        texts = {name: data.get(name) or "" for name in ("person", "action", "kind", "thing")}
        return Wanted(first=data.get("first"), last=data.get("last"), **texts)


class OwnTrailForm(forms.Form):
    """Whether to show what others did with one's record, or what one did oneself."""

    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("What others did with my record")), ("by", _("What I did myself"))],
    )

    @property
    def is_by(self) -> bool:
        """Tell whether one's own deeds are wanted."""
        return self.is_valid() and self.cleaned_data["show"] == "by"
