"""What human resources fill in about one person."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.actions.one_person import Details, Post
from people.enums import PersonType
from people.forms.choices import CHOOSE, JobRoleChoice, UnitChoice, day_input
from people.models import Employment, Person, Unit
from people.models.person import PERSON_TYPE_LABELS

MOST_AHEAD = timedelta(days=366)


class DetailsForm(forms.Form):
    """What somebody is called and how reached."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=80)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    phone = forms.CharField(label=pgettext_lazy("person", "Phone"), max_length=20, required=False)

    @classmethod
    def of(cls, person: Person, data: Any = None) -> DetailsForm:
        """Return the form filled with what is on file."""
        return cls(data, initial={"name": person.name, "email": person.email, "phone": person.phone})

    def details(self) -> Details:
        """Return what was filled in."""
        return Details(*(self.cleaned_data[name] for name in ("name", "email", "phone")))


class PostForm(forms.Form):
    """Where somebody works from a day on."""

    unit = UnitChoice(label=_("Unit"))
    job_role = JobRoleChoice(label=_("Job role"))
    person_type = forms.ChoiceField(label=_("Engaged as"), choices=[("", CHOOSE), *PERSON_TYPE_LABELS])
    employer = forms.CharField(
        label=_("Employer"), max_length=100, required=False, help_text=_("Only where it is another company.")
    )
    first_day = forms.DateField(label=_("First day"), widget=day_input())

    def __init__(self, *args: Any, units: QuerySet[Unit], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self.fields["unit"].queryset = units.filter(valid_to=None).order_by("code")
        self.fields["job_role"].queryset = self.fields["job_role"].queryset.filter(is_retired=False)
        self.fields["first_day"].initial = today

    @classmethod
    def of(cls, employment: Employment, data: Any = None, **kwargs: Any) -> PostForm:
        """Return the form filled with where somebody works now."""
        fields = ("unit", "job_role", "person_type", "employer")
        initial = {name: getattr(employment, name) for name in fields}
        return cls(data, initial=initial, prefix=f"post-{employment.pk}", **kwargs)

    def clean_first_day(self) -> date:
        """Refuse a day so far ahead that a digit must be wrong."""
        day: date = self.cleaned_data["first_day"]
        if day > self._today + MOST_AHEAD:
            raise forms.ValidationError(_("That is more than a year ahead."))
        return day

    def post(self) -> Post:
        """Return the post that was filled in."""
        data = self.cleaned_data
        return Post(data["unit"], data["job_role"], PersonType(data["person_type"]), data["employer"])


class NewPersonForm(DetailsForm, PostForm):
    """Somebody who begins to work here."""

    employee_no = forms.CharField(
        label=_("Employee number"),
        max_length=40,
        help_text=_("Of somebody who comes back: the number from before."),
    )
    field_order = ["employee_no", "name", "unit", "job_role", "person_type", "employer", "first_day"]


class LeaveForm(forms.Form):
    """With which day an employment ends."""

    last_day = forms.DateField(label=_("Last day"), widget=day_input())

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = today
        self._today = today

    def clean_last_day(self) -> date:
        """Refuse a day so far ahead that a digit must be wrong."""
        day: date = self.cleaned_data["last_day"]
        if day > self._today + MOST_AHEAD:
            raise forms.ValidationError(_("That is more than a year ahead."))
        return day
