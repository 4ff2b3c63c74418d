"""What somebody chooses about accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.forms.choices import UnitChoice, search_input
from people.models import Unit
from people.models.user import ACCOUNT_STATE_LABELS
from people.queries.accounts import Wanted


class AccountsFilterForm(forms.Form):
    """Which accounts to show."""

    q = forms.CharField(label=_("Name or employee number"), required=False, max_length=100, widget=search_input())
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all")), *ACCOUNT_STATE_LABELS[1:]]
    )

    def wanted(self) -> Wanted:
        """Return what was chosen."""
        data = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return Wanted(text=data.get("q", ""), state=data.get("state", ""))


class ReasonForm(forms.Form):
    """Why an account is changed."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class StartCodesForm(forms.Form):
    """For whom to print start codes."""

    unit = UnitChoice(label=_("Unit and below"))
    again = forms.TypedChoiceField(
        label=_("Codes handed out before"),
        choices=[("", _("leave them valid, print none for these people")), ("1", _("end them, print new ones"))],
        coerce=bool,
        empty_value=False,
        required=False,
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units.order_by("code")
