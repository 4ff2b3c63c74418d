"""What somebody chooses: day, unit, role, credential, report."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from certificates.models import Credential
from compliance.domain.gaps import UNMET
from compliance.enums import CoverageOrder, GapState, ReportKind
from compliance.models.gap_labels import STATE_LABELS
from compliance.models.report import FORMATS, KINDS
from compliance.queries.gaps import Wanted
from people.forms.choices import CHOOSE
from people.models import JobRole, Unit
from people.models.person import PERSON_TYPE_LABELS

ORDERS = [
    (CoverageOrder.UNIT.value, _("by unit")),
    (CoverageOrder.LOWEST.value, _("lowest coverage first")),
    (CoverageOrder.MISSING.value, _("most people without first")),
    (CoverageOrder.EXPIRING.value, _("most expiring first")),
]


def day_input() -> forms.DateInput:
    """Return the browser's own choice of a day, which wants the ISO form."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class LocalChoice(forms.ModelChoiceField):
    """A choice among rows, shown in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """Return code and name."""
        return f"{obj.code} {getattr(obj, 'local_name', obj.name)}"


class GapFilterForm(forms.Form):
    """Narrows people × credentials: unit, job role, credential, engagement; each may be left out."""

    unit = LocalChoice(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("all I may see"),
    )
    job_role = LocalChoice(
        label=_("Job role"),
        queryset=JobRole.objects.order_by("code"),
        required=False,
        empty_label=_("all"),
    )
    credential = LocalChoice(
        label=_("Credential"),
        queryset=Credential.objects.order_by("code"),
        required=False,
        empty_label=_("all"),
    )
    person_type = forms.ChoiceField(
        label=_("Engaged as"), choices=[("", _("all")), *PERSON_TYPE_LABELS], required=False
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units.order_by("code")
        for name in ("day", "as_of"):
            if name in self.fields:
                self.fields[name].initial = today


class StandingForm(GapFilterForm):
    """Day and filters of what was true on a day; whatever cannot be read counts as left out."""

    day = forms.DateField(label=_("As of"), required=False, widget=day_input())
    below = forms.ChoiceField(
        label=_("Units below"), choices=[("", _("included")), ("no", _("left out"))], required=False
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], today: date, **kwargs: Any) -> None:
        super().__init__(*args, units=units, today=today, **kwargs)
        self.units, self.today = units, today

    def chosen(self, name: str) -> Any:
        """Return a value that was given and can be read, or None."""
        return getattr(self, "cleaned_data", {}).get(name) or None

    @property
    def day_chosen(self) -> date:
        """Return the day asked for, else today."""
        return self.chosen("day") or self.today

    def wanted(self) -> Wanted:
        """Return whose gaps are looked for."""
        unit, units = self.chosen("unit"), self.units
        if unit is not None:
            units = units.filter(pk=unit.pk) if self.chosen("below") else units.filter(above__ancestor=unit)
        role, credential = self.chosen("job_role"), self.chosen("credential")
        return Wanted(
            units=units,
            job_role_id=role.pk if role is not None else None,
            credential_id=credential.pk if credential is not None else None,
            person_type=self.chosen("person_type") or "",
        )


class CoverageForm(StandingForm):
    """What the coverage table shows, and in which order."""

    sort = forms.ChoiceField(label=_("Order"), choices=ORDERS, required=False)

    field_order = ["day", "unit", "below", "job_role", "credential", "person_type", "sort"]

    @property
    def order(self) -> CoverageOrder:
        """Return the order asked for, else by unit."""
        return CoverageOrder(self.chosen("sort") or CoverageOrder.UNIT)


class GapListForm(StandingForm):
    """Whom the list of people shows."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("holds nothing valid")),
            ("all", _("all")),
            *[(state.value, label) for state, label in STATE_LABELS.items()],
        ],
    )

    field_order = ["state", "day", "unit", "below", "job_role", "credential", "person_type"]

    @property
    def states(self) -> frozenset[GapState]:
        """Return the states asked for, else those in which nothing valid is held."""
        state = self.chosen("state")
        if state is None:
            return frozenset(UNMET)
        return frozenset(GapState) if state == "all" else frozenset({GapState(state)})


class ReportForm(GapFilterForm):
    """A report to be made."""

    kind = forms.ChoiceField(label=_("Report"), choices=KINDS)
    as_of = forms.DateField(label=_("As of"), widget=day_input())
    file_format = forms.ChoiceField(label=_("File"), choices=FORMATS)
    completed_from = forms.DateField(label=_("Completed from"), required=False, widget=day_input())
    completed_to = forms.DateField(label=_("Completed to"), required=False, widget=day_input())

    field_order = [
        "kind", "file_format", "as_of", "unit", "job_role", "credential", "person_type", "completed_from",
        "completed_to",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].required = True
        units = self.fields["unit"].queryset
        tops = units.exclude(parent__in=units.order_by().values("pk"))[:2]
        # Who oversees one part of the house means all of it; of two parts, neither is meant before it is said.
        self.fields["unit"].initial = tops[0] if len(tops) == 1 else None
        self.fields["unit"].empty_label = CHOOSE

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins, and one where nothing is counted by period."""
        found = super().clean() or {}
        first, last = found.get("completed_from"), found.get("completed_to")
        if first and last and last < first:
            self.add_error("completed_to", _("The period ends before it begins. Choose a later day."))
        if (first or last) and found.get("kind") != ReportKind.COMPLETION:
            self.add_error(
                "completed_from", _("Only the completion report counts a period. Leave these days empty.")
            )
        return found
