"""What HR fills in around roster files."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from core.sheets import Limits
from people.models.roster_upload import CHANGE_LABELS, UPLOAD_STATE_LABELS

MOST_BYTES = Limits().file_bytes


class UploadForm(forms.Form):
    """One roster file; what is in it is checked by the worker."""

    file = forms.FileField(
        label=_("Roster, XLSX or CSV"),
        help_text=_("At most 20 MB and 100,000 rows. CSV in UTF-8 or GB18030."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    def clean_file(self) -> UploadedFile:
        """Refuse at once what is too large to be read anyway."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                _("The file has more than %(most)d MB. Split it into parts."),
                params={"most": MOST_BYTES // 1024**2},
            )
        return file


class UploadFilterForm(forms.Form):
    """Which uploads to list."""

    q = forms.CharField(label=_("File name"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *UPLOAD_STATE_LABELS])

    def wanted(self) -> dict[str, str]:
        """Return text and state; what is not understood narrows nothing."""
        given = self.cleaned_data if self.is_valid() else {}
        return {"text": given.get("q", ""), "state": given.get("state", "")}


class LineFilterForm(forms.Form):
    """Which lines of a roster to show."""

    q = forms.CharField(label=_("Name or number"), required=False)
    show = forms.ChoiceField(
        label=_("Kind of change"),
        required=False,
        choices=[("", _("All that change something")), *CHANGE_LABELS, ("all", _("All rows"))],
    )

    def wanted(self) -> dict[str, str]:
        """Return text and kind; what is not understood narrows nothing."""
        given = self.cleaned_data if self.is_valid() else {}
        return {"text": given.get("q", ""), "show": given.get("show", "")}


class ApplyForm(forms.Form):
    """Says that a checked file is meant; one that ends many employments wants their count."""

    confirmed_ended = forms.IntegerField(label=_("Who leaves or moves, together"), required=False, min_value=0)
