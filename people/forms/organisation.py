"""What somebody types about units and job roles."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.forms.choices import CHOOSE, UnitChoice, day_input, search_input
from people.models import Unit
from people.models.organisation import UNIT_KIND_LABELS

CODE = RegexValidator(r"^[A-Za-z0-9-]+$", _("Use letters, digits and hyphens only."))


class FindForm(forms.Form):
    """A text to look for, and whether what is out of use shows too."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=100, widget=search_input())
    all = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("in use")), ("1", _("out of use too"))]
    )

    def chosen(self) -> tuple[str, bool]:
        """Return the text, and whether everything shows."""
        data = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return data.get("q", ""), bool(data.get("all"))


class UnitForm(forms.Form):
    """What a unit is called and what it is."""

    name = forms.CharField(label=_("Unit name"), max_length=100)
    name_en = forms.CharField(label=_("Name in English"), max_length=100, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", CHOOSE), *UNIT_KIND_LABELS])
    has_people_below_ground = forms.TypedChoiceField(
        label=_("People below ground nearby"),
        choices=[("", _("no")), ("1", _("yes"))],
        coerce=bool,
        empty_value=False,
        required=False,
        help_text=_("Whether somebody stays or sleeps in a basement near this station or office."),
    )


class NewUnitForm(UnitForm):
    """A unit that is added below another."""

    code = forms.CharField(
        label=pgettext_lazy("record", "Code"),
        max_length=20,
        validators=[CODE],
        help_text=_("Rosters name the unit by it; it stays."),
    )
    parent = UnitChoice(label=_("Part of"))
    valid_from = forms.DateField(label=_("First day"), widget=day_input())
    field_order = ["code", "name", "name_en", "kind", "parent", "valid_from"]

    def __init__(self, *args: Any, units: QuerySet[Unit], day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = units.filter(valid_to=None).order_by("code")
        self.fields["valid_from"].initial = day


class MoveForm(forms.Form):
    """Where a unit moves to."""

    parent = UnitChoice(label=_("New unit above"))

    def __init__(self, *args: Any, units: QuerySet[Unit], unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        elsewhere = units.filter(valid_to=None).exclude(above__ancestor=unit)
        self.fields["parent"].queryset = elsewhere.order_by("code")


class CloseForm(forms.Form):
    """The last day of a unit."""

    last_day = forms.DateField(label=_("Last day"), widget=day_input())


class JobRoleForm(forms.Form):
    """What a job role is called."""

    name = forms.CharField(label=_("Job role name"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=60)


class NewJobRoleForm(JobRoleForm):
    """A job role that is added."""

    code = forms.CharField(
        label=pgettext_lazy("record", "Code"),
        max_length=10,
        validators=[CODE],
        help_text=_("Rosters name the job role by it; it stays."),
    )
    field_order = ["code", "name", "name_en"]


class FindLocationForm(FindForm):
    """The same for places."""

    q = forms.CharField(label=_("Name or address"), required=False, max_length=100, widget=search_input())


class LocationForm(forms.Form):
    """Where people meet: what the place is called, where it is, whose it is, how many fit."""

    name = forms.CharField(
        label=_("Name of the location"),
        max_length=100,
        help_text=_("As candidates read it, for example “Training centre, exam room 1”."),
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    unit = UnitChoice(
        label=_("Unit"), help_text=_("Who sets up sittings in this unit or above it may choose the location.")
    )
    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=9999)
    is_open_to_all = forms.BooleanField(
        label=_("Open to all units"),
        required=False,
        help_text=_(
            "Whoever sets up sittings in any unit may choose it too, such as a room of the training centre."
        ),
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units.filter(valid_to=None).order_by("code")
