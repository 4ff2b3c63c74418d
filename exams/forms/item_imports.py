"""What authors fill in around files of items."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from exams.models import ContentArea
from exams.models.bank import LEVEL_LABELS
from exams.models.item_import import FATE_LABELS, IMPORT_STATE_LABELS

MOST_BYTES = 20 * 1024 * 1024


class ItemFileForm(forms.Form):
    """One file of items and where they go; what is in it is checked by the worker."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX, or a ZIP of it with pictures; Moodle XML; QTI 2.1; GIFT; Aiken. At most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.zip,.xml,.gift,.txt"}),
    )
    area = forms.ModelChoiceField(
        ContentArea.objects.none(),
        label=_("Content area"),
        required=False,
        empty_label=_("as the file says"),
    )
    level = forms.TypedChoiceField(
        label=_("Level of items that name none"), choices=LEVEL_LABELS, coerce=int, initial=1
    )

    def __init__(self, *args: Any, areas: QuerySet[ContentArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas.order_by("code")  # type: ignore[attr-defined]  # a model choice

    def clean_file(self) -> UploadedFile:
        """Refuse at once what is too large to be read anyway."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                _("The file has more than %(most)d MB. Split it into parts."),
                params={"most": MOST_BYTES // 1024**2},
            )
        return file


class ImportFilterForm(forms.Form):
    """Which imports to list."""

    q = forms.CharField(label=_("File name"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *IMPORT_STATE_LABELS])

    def wanted(self) -> dict[str, str]:
        """Return text and state; what is not understood narrows nothing."""
        given = self.cleaned_data if self.is_valid() else {}
        return {"text": given.get("q", ""), "state": given.get("state", "")}


class ImportLineForm(forms.Form):
    """Which items of a file to show."""

    q = forms.CharField(label=_("Code or text"), required=False)
    fate = forms.ChoiceField(label=_("What happens"), required=False, choices=[("", _("All")), *FATE_LABELS])

    def wanted(self) -> dict[str, str]:
        """Return text and fate; what is not understood narrows nothing."""
        given = self.cleaned_data if self.is_valid() else {}
        return {"text": given.get("q", ""), "fate": given.get("fate", "")}
