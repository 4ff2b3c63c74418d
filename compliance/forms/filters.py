"""What somebody chooses: day, unit, report."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from certificates.models import Credential
from compliance.models.report import FORMATS, KINDS
from people.models import JobRole, Unit


def day_input() -> forms.DateInput:
    """Return the browser's own choice of a day, which wants the ISO form."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class CoverageForm(forms.Form):
    """Day and unit of a coverage table; both may be left out."""

    day = forms.DateField(label=_("As of"), required=False, widget=day_input())
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=_("all I may see"),
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units.order_by("code")
        self.fields["day"].initial = today


class ReportForm(forms.Form):
    """A report to be made."""

    kind = forms.ChoiceField(label=_("Report"), choices=KINDS)
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), to_field_name="code", empty_label=None
    )
    as_of = forms.DateField(label=_("As of"), widget=day_input())
    file_format = forms.ChoiceField(label=_("File"), choices=FORMATS)

    def __init__(self, *args: Any, units: QuerySet[Unit], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units.order_by("code")
        self.fields["as_of"].initial = today


class RequirementForm(forms.Form):
    """A new cell of the training matrix."""

    job_role = forms.ModelChoiceField(
        label=_("Job role"), queryset=JobRole.objects.filter(is_retired=False).order_by("code")
    )
    credential = forms.ModelChoiceField(
        label=_("Credential"), queryset=Credential.objects.filter(is_active=True).order_by("code")
    )
    starts_on = forms.DateField(label=_("From"), widget=day_input())
    days_allowed = forms.IntegerField(label=_("Days allowed"), min_value=0, max_value=730, initial=30)
