"""What somebody types who asks for an exemption or looks for one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from certificates.models import Credential
from compliance.forms.filters import day_input
from compliance.queries.exemptions import Wanted
from people.enums import DaysFault
from people.forms.choices import CHOOSE, UnitChoice
from people.models import Person, Unit

SHOWN = [
    ("", _("all")),
    ("proposed", _("waits for a decision")),
    ("in_force", _("in force")),
    ("over", _("over")),
    ("declined", _("declined or withdrawn")),
]
FAULT_TEXTS = {
    DaysFault.ENDS_BEFORE_IT_BEGINS: _("The last day comes before the first."),
    DaysFault.IS_OVER: _("The last day has passed. An exemption frees nobody afterwards."),
    DaysFault.TOO_LONG: _("An exemption lasts a year at most. For longer, change the training matrix."),
}


class CredentialChoice(forms.ModelChoiceField):
    """A credential by its name in the reader's language."""

    def label_from_instance(self, obj: Credential) -> str:
        """Return that name."""
        return f"{obj.code} {obj.local_name}"


class ExemptionForm(forms.Form):
    """Who is to be free of what, from when to when, and why."""

    employee_no = forms.CharField(label=_("Employee number"), max_length=40)
    credential = CredentialChoice(
        label=_("Credential"), queryset=Credential.objects.filter(is_active=True), empty_label=CHOOSE
    )
    starts_on = forms.DateField(label=_("First day"), widget=day_input())
    ends_on = forms.DateField(
        label=_("Last day"), widget=day_input(), help_text=_("A year after the first at most.")
    )
    reason = forms.CharField(
        label=_("Reason"),
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Such as long leave, or another job for a time; and where it is on record."),
        error_messages={"min_length": _("Say in a sentence what happened: at least ten characters.")},
    )

    def __init__(self, *args: Any, people: QuerySet[Person], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["credential"].queryset = Credential.objects.filter(is_active=True).order_by("code")
        self.fields["starts_on"].initial = today

    def clean_employee_no(self) -> Person:
        """Return the person of the number, among those for whom one may propose."""
        number = self.cleaned_data["employee_no"].strip()
        person = self.people.filter(employee_no__iexact=number).first()
        if person is None:
            raise forms.ValidationError(
                _("Nobody in your units has the number %(number)s."), params={"number": number}
            )
        return person


class ExemptionFilterForm(forms.Form):
    """Which exemptions to list; everything may be left out."""

    q = forms.CharField(
        label=_("Name or employee number"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    show = forms.ChoiceField(label=_("State"), required=False, choices=SHOWN)
    credential = CredentialChoice(
        label=_("Credential"),
        queryset=Credential.objects.order_by("code"),
        required=False,
        to_field_name="code",
        empty_label=_("all"),
    )
    unit = UnitChoice(label=_("Unit and below"), required=False, empty_label=_("all I may see"))

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units.order_by("code")

    def wanted(self) -> Wanted:
        """Return what is looked for; a field that cannot be read narrows nothing."""
        self.is_valid()
        data = self.cleaned_data
        return Wanted(data.get("q", ""), data.get("show", ""), data.get("credential"), data.get("unit"))
