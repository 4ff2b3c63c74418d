"""What somebody chooses about rights: which to look at, which to give, when one ends."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.domain.granting import givable
from people.enums import Right
from people.forms.choices import CHOOSE, UnitChoice, day_input, search_input
from people.models import Unit, User
from people.models.person import RIGHT_LABELS
from people.permissions import account_to_receive, rights_on, units_to_give_in
from people.queries.grants import ENDED, LATER, NOW, Wanted

STATES = [("all", _("all")), (NOW, _("in force")), (LATER, _("not begun")), (ENDED, _("ended"))]


class RightsFilterForm(forms.Form):
    """Which rights to show; those in force where nothing is chosen."""

    q = forms.CharField(label=_("Name, number or reason"), required=False, max_length=100, widget=search_input())
    right = forms.ChoiceField(label=_("Authority"), required=False, choices=[("", _("all")), *RIGHT_LABELS])
    unit = UnitChoice(label=_("Unit and below"), required=False, empty_label=_("all I may see"))
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES, initial=NOW)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units.order_by("code")

    def wanted(self) -> Wanted:
        """Return what was chosen; a choice that does not exist narrows nothing."""
        data = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return Wanted(
            text=data.get("q", ""),
            right=data.get("right", ""),
            unit=data.get("unit"),
            state=data.get("state") or NOW,
        )


class GiveRightForm(forms.Form):
    """A right to be given. Valid only once the account, the right and the unit fit the giver."""

    employee_no = forms.CharField(label=_("Employee number of the receiver"), max_length=40)
    right = forms.ChoiceField(label=_("Authority"))
    unit = UnitChoice(label=_("Within this unit and below"))
    starts_on = forms.DateField(label=_("First day"), widget=day_input())
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=day_input(),
        help_text=_("Empty: until further notice. A deputy always has a last day."),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("For example the order or notice that appoints the person.")
    )

    def __init__(self, *args: Any, giver: User, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.giver, self.day = giver, day
        may_give = givable(rights_on(giver, day=day))
        choices = [choice for choice in RIGHT_LABELS if choice[0] in may_give]
        self.fields["right"].choices = [("", CHOOSE), *choices]
        self.fields["unit"].queryset = units_to_give_in(giver, day=day).order_by("code")
        self.fields["starts_on"].initial = day

    def clean(self) -> dict[str, Any]:
        """Find the account; the same sentence stands for one that is not there and one out of reach."""
        data = super().clean() or {}
        if not self.errors:
            data["right"] = Right(data["right"])
            data["user"] = account_to_receive(
                self.giver, data["employee_no"], right=data["right"], unit=data["unit"], day=self.day
            )
            if data["user"] is None:
                self.add_error(
                    "employee_no",
                    _("No account you may choose has this number. Check it; a start code opens an account."),
                )
        return data


class EndRightForm(forms.Form):
    """When a right ends, and why."""

    last_day = forms.DateField(
        label=_("Last day"), required=False, widget=day_input(), help_text=_("Empty: it ends at once.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)
