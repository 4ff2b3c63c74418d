"""What somebody types who looks for certificates or wants one revoked."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.models import Credential
from certificates.queries.register import Wanted
from people.forms.choices import UnitChoice
from people.models import Unit

STATES = [
    ("", _("all")),
    ("valid", _("valid")),
    ("expired", _("expired")),
    ("revoked", _("revoked")),
    ("held", _("held")),
    ("pending", _("being made")),
]
ORDERS = [
    ("newest", _("newest first")),
    ("ends_first", _("ends first")),
    ("name", _("by name")),
    ("employee_no", _("by employee number")),
    ("number", _("by certificate number")),
    ("credential", _("by credential")),
]


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class RegisterForm(forms.Form):
    """Which certificates to list; everything may be left out."""

    q = forms.CharField(
        label=_("Name, employee or certificate number"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    credential = forms.ModelChoiceField(
        label=_("Credential"),
        queryset=Credential.objects.order_by("code"),
        required=False,
        to_field_name="code",
        empty_label=_("all"),
    )
    unit = UnitChoice(label=_("Unit and below"), required=False, empty_label=_("all I may see"))
    within = forms.IntegerField(label=_("Ends within days"), required=False, min_value=0, max_value=3650)
    since = forms.DateField(label=_("Awarded from"), required=False, widget=_day())
    until = forms.DateField(label=_("Awarded until"), required=False, widget=_day())
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=ORDERS)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units.order_by("code")
        self.fields["credential"].label_from_instance = lambda credential: credential.local_name

    def clean(self) -> dict[str, Any]:
        """Refuse days the wrong way round."""
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("The last day comes before the first."))
        return data

    def wanted(self) -> Wanted:
        """Return what is looked for; a field that cannot be read narrows nothing."""
        self.is_valid()
        data = self.cleaned_data
        since, until = data.get("since"), data.get("until")
        return Wanted(
            text=data.get("q", ""),
            state=data.get("state", ""),
            credential=data.get("credential"),
            unit=data.get("unit"),
            ends_within=data.get("within"),
            since=timezone.make_aware(datetime.combine(since, time.min)) if since else None,
            before=timezone.make_aware(datetime.combine(until, time.min)) + timedelta(days=1) if until else None,
            sort=data.get("sort") or "newest",
        )


class RevocationForm(forms.Form):
    """Why a certificate should end."""

    reason = forms.CharField(
        label=_("Reason"),
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What happened, and where it is on record. The holder will read it."),
        error_messages={"min_length": _("Say in a sentence what happened: at least ten characters.")},
    )
