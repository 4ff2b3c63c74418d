"""What somebody types about the training matrix, and which part of it to show."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.models import Credential
from compliance.forms.filters import LocalChoice, day_input
from compliance.queries.requirements import ENDED, OPEN, Wanted
from people.forms.choices import CHOOSE, JobRoleChoice
from people.models import JobRole


class RequirementForm(forms.Form):
    """A new cell of the training matrix."""

    job_role = LocalChoice(
        label=_("Job role"),
        queryset=JobRole.objects.filter(is_retired=False).order_by("code"),
        empty_label=CHOOSE,
    )
    credential = LocalChoice(
        label=_("Credential"),
        queryset=Credential.objects.filter(is_active=True).order_by("code"),
        empty_label=CHOOSE,
    )
    starts_on = forms.DateField(label=_("From"), widget=day_input())
    days_allowed = forms.IntegerField(label=_("Days allowed"), min_value=0, max_value=730, initial=30)

    def lacks(self) -> dict[str, bool]:
        """Tell what there is nothing to choose of. Cost: two queries."""
        return {
            "lacks_job_roles": not self.fields["job_role"].queryset.exists(),
            "lacks_credentials": not self.fields["credential"].queryset.exists(),
        }


class MatrixFilterForm(forms.Form):
    """Which requirements to list; everything may be left out."""

    role = JobRoleChoice(label=_("Job role"), required=False, empty_label=_("all"))
    credential = LocalChoice(
        label=_("Credential"),
        queryset=Credential.objects.order_by("code"),
        required=False,
        to_field_name="code",
        empty_label=_("all"),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("all")), (OPEN, _("in force")), (ENDED, _("ended"))],
    )

    def wanted(self) -> Wanted:
        """Return what is looked for; a field that cannot be read narrows nothing."""
        self.is_valid()
        data = self.cleaned_data
        return Wanted(data.get("role"), data.get("credential"), data.get("state", ""))
