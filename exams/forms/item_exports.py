"""What somebody chooses who wants a file of items."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from exams.item_types.catalogue import TYPE_LABELS
from exams.models import ContentArea
from exams.models.bank import STATUS_LABELS
from exams.models.item_import import FORMAT_LABELS


class ItemExportForm(forms.Form):
    """Format and filter; what is empty narrows nothing."""

    file_format = forms.ChoiceField(label=_("Format"), choices=FORMAT_LABELS)
    area = forms.ModelChoiceField(
        ContentArea.objects.none(), label=_("Content area"), required=False, empty_label=_("All")
    )
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("all but retired")), *STATUS_LABELS]
    )
    item_types = forms.MultipleChoiceField(
        label=_("Types"),
        required=False,
        choices=TYPE_LABELS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all."),
    )

    def __init__(self, *args: Any, areas: QuerySet[ContentArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas.order_by("code")  # type: ignore[attr-defined]  # a model choice

    def wish(self) -> dict[str, Any]:
        """Return area, status and types as a query takes them."""
        return {name: self.cleaned_data[name] for name in ("area", "status", "item_types")}
