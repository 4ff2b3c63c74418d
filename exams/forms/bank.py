"""What somebody types who looks for items or does something with many."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exams.item_types.catalogue import TYPE_LABELS
from exams.models import ContentArea
from exams.models.bank import LEVEL_LABELS, STATUS_LABELS
from exams.models.item_record import FINDING_LABELS
from exams.queries.bank import WantedItems
from library.models import Standard
from people.forms.choices import CHOOSE
from people.models import JobRole

ALL = ("", _("all"))
SORT_LABELS = [
    ("code", _("code")),
    ("area", _("content area")),
    ("level", _("level")),
    ("status", _("status")),
    ("review_by", _("review by")),
    ("newest", _("newest first")),
]
MORE = ("type", "level", "role", "standard", "due", "finding", "sort")
SUPERSEDED = ("superseded", _("cites a superseded standard"))


class RoleChoice(forms.ModelMultipleChoiceField):
    """Job roles to tick, each with its code."""

    def label_from_instance(self, obj: JobRole) -> str:
        """Return code and name."""
        return f"{obj.code} {obj.local_name}"


class BankFilterForm(forms.Form):
    """Which items to list; everything may be left out."""

    q = forms.CharField(
        label=_("Words or code"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    area = forms.ModelChoiceField(
        label=_("Content area"),
        queryset=ContentArea.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=_("all"),
    )
    type = forms.ChoiceField(label=pgettext_lazy("item", "Type"), required=False, choices=[ALL, *TYPE_LABELS])
    level = forms.TypedChoiceField(
        label=_("Level"), required=False, choices=[ALL, *LEVEL_LABELS], coerce=int, empty_value=None
    )
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[ALL, *STATUS_LABELS])
    role = forms.ModelChoiceField(
        label=_("Job role"),
        queryset=JobRole.objects.order_by("code"),
        required=False,
        to_field_name="code",
        empty_label=_("all"),
    )
    standard = forms.ModelChoiceField(
        label=_("Standard"),
        queryset=Standard.objects.order_by("code"),
        required=False,
        to_field_name="code",
        empty_label=_("all"),
    )
    due = forms.ChoiceField(
        label=_("Review"),
        required=False,
        choices=[ALL, ("overdue", _("overdue")), ("soon", _("due within 60 days"))],
    )
    finding = forms.ChoiceField(label=_("Finding"), required=False, choices=[ALL, SUPERSEDED, *FINDING_LABELS])
    sort = forms.ChoiceField(label=_("Sorted by"), required=False, choices=SORT_LABELS)

    def __init__(self, *args: Any, areas: QuerySet[ContentArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas.order_by("code")

    def more_fields(self) -> list[forms.BoundField]:
        """Return the fields that fewer people need."""
        return [self[name] for name in MORE]

    def is_narrowed(self) -> bool:
        """Tell whether one of those fields says something."""
        return any(self.data.get(name) for name in MORE)

    def wanted(self) -> WantedItems:
        """Return what is looked for; a field that cannot be read narrows nothing."""
        if not self.is_bound:
            return WantedItems()
        self.is_valid()
        data = self.cleaned_data
        return WantedItems(
            text=data.get("q", ""),
            area=data.get("area"),
            item_type=data.get("type", ""),
            level=data.get("level"),
            status=data.get("status", ""),
            job_role=data.get("role"),
            standard=data.get("standard"),
            due=data.get("due", ""),
            finding=data.get("finding", ""),
            sort=data.get("sort") or "code",
        )


class BulkForm(forms.Form):
    """What to do with the items that are ticked."""

    roles = RoleChoice(label=_("Job roles"), queryset=JobRole.objects.none(), required=False)
    area = forms.ModelChoiceField(
        label=_("To the area"),
        queryset=ContentArea.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=CHOOSE,
    )

    def __init__(self, *args: Any, areas: QuerySet[ContentArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].queryset = JobRole.objects.filter(is_retired=False).order_by("code")
        self.fields["area"].queryset = areas.order_by("code")
