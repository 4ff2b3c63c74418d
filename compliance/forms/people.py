"""Which people to show, and in which order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.forms.choices import JobRoleChoice, UnitChoice, search_input
from people.models import Unit
from people.models.person import PERSON_TYPE_LABELS
from people.models.user import ACCOUNT_STATE_LABELS
from people.queries.people import LEFT, SORTS, Wanted


class PeopleFilterForm(forms.Form):
    """Which people to show; all one may see where nothing is chosen."""

    q = forms.CharField(label=_("Name or employee number"), required=False, max_length=100, widget=search_input())
    unit = UnitChoice(label=_("Unit and below"), required=False, empty_label=_("all I may see"))
    role = JobRoleChoice(label=_("Job role"), required=False, empty_label=_("all"))
    person_type = forms.ChoiceField(
        label=_("Engaged as"), required=False, choices=[("", _("all")), *PERSON_TYPE_LABELS]
    )
    account = forms.ChoiceField(
        label=_("Account"), required=False, choices=[("", _("all")), *ACCOUNT_STATE_LABELS]
    )
    who = forms.ChoiceField(
        label=_("At work or left"),
        required=False,
        choices=[("", pgettext_lazy("person", "at work")), (LEFT, pgettext_lazy("person", "left"))],
    )
    sort = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput())

    def __init__(self, *args: Any, units: QuerySet[Unit], sees_who_left: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sees_who_left:
            del self.fields["who"]
        self.fields["unit"].queryset = units.order_by("code")

    def wanted(self) -> Wanted:
        """Return what was chosen; an unknown choice of one field empties the others of nothing."""
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        sort = data.get("sort") or "number"
        return Wanted(
            text=data.get("q") or "",
            unit=data.get("unit"),
            job_role=data.get("role"),
            person_type=data.get("person_type") or "",
            account=data.get("account") or "",
            who=data.get("who") or "",
            sort=sort if sort.removeprefix("-") in SORTS else "number",
        )
