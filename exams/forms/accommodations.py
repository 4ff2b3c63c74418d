"""What somebody types who asks for an accommodation or looks for one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from exams.domain.accommodations import LEAST_FACTOR, MOST_FACTOR, Given
from people.enums import DaysFault
from people.forms.choices import UnitChoice
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
    DaysFault.IS_OVER: _("The last day has passed. Choose a later one."),
    DaysFault.TOO_LONG: _("An accommodation lasts three years at most. After that, somebody looks again."),
}


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class AccommodationForm(forms.Form):
    """Who is to be given what, from when to when, and why."""

    employee_no = forms.CharField(label=_("Employee number"), max_length=40)
    time_factor = forms.DecimalField(
        label=_("Time factor"),
        min_value=LEAST_FACTOR,
        max_value=MOST_FACTOR,
        max_digits=3,
        decimal_places=2,
        initial=Decimal("1.5"),
        widget=forms.NumberInput(attrs={"step": "0.05", "inputmode": "decimal"}),
        help_text=_("1.25 gives a quarter more, 1.5 half as much again, 2 twice the time; 1 gives no more time."),
    )
    larger_print = forms.BooleanField(
        label=_("Larger print"), required=False, help_text=_("On the screen and on printed papers.")
    )
    list_form = forms.BooleanField(
        label=_("Pictures answered from a list"),
        required=False,
        help_text=_("Hazards are ticked in a list instead of tapped on the picture."),
    )
    starts_on = forms.DateField(label=_("First day"), widget=_day())
    ends_on = forms.DateField(
        label=_("Last day"), widget=_day(), help_text=_("Three years after the first at most.")
    )
    reason = forms.CharField(
        label=_("Reason"),
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Only human resources and the safety department read it. Name where the proof is on record; no diagnosis."
        ),
        error_messages={"min_length": _("Say in a sentence what happened: at least ten characters.")},
    )

    def __init__(self, *args: Any, people: QuerySet[Person], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
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

    def given(self) -> Given:
        """Return what is asked for."""
        data = self.cleaned_data
        return Given(data["time_factor"], data["larger_print"], data["list_form"])


class AccommodationFilterForm(forms.Form):
    """Which accommodations to list; everything may be left out."""

    q = forms.CharField(
        label=_("Name or employee number"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    show = forms.ChoiceField(label=_("State"), required=False, choices=SHOWN)
    unit = UnitChoice(label=_("Unit and below"), required=False, empty_label=_("all I may see"))

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units.order_by("code")

    def wanted(self) -> dict[str, Any]:
        """Return what is looked for, as `matching_proposals` takes it; what cannot be read narrows nothing."""
        self.is_valid()
        data = self.cleaned_data
        return {"text": data.get("q", ""), "show": data.get("show", ""), "unit": data.get("unit")}
