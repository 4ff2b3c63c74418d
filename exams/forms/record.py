"""What staff hand in and decide about one attempt."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from exams.domain.answer_file import MOST_BYTES


class AnswerFileForm(forms.Form):
    """The file that a device wrote when no network came back."""

    file = forms.FileField(label=_("Answer file"))

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large to be one, before it is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(
                _("This file is larger than any answer file. Choose the file that the device saved.")
            )
        return file

    def text(self) -> str:
        """Return the text of the file; signs that are no text stay visible as such and break the seal."""
        content: bytes = self.cleaned_data["file"].read()
        return content.decode("utf-8", errors="replace").replace("\x00", "\ufffd")


class AttemptsFilterForm(forms.Form):
    """Which attempts at an exam are listed."""

    number = forms.CharField(label=_("Employee number"), max_length=20, required=False)
    waiting = forms.BooleanField(label=_("Only with answers that wait for a decision"), required=False)

    def wanted(self) -> dict[str, Any]:
        """Return what the query takes; all attempts while nothing was asked for."""
        asked = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return {"number": asked.get("number", "").strip(), "only_undecided": bool(asked.get("waiting"))}


class DecisionForm(forms.Form):
    """Which answers an examiner accepts or declines, and why."""

    events = forms.TypedMultipleChoiceField(coerce=int)
    reason = forms.CharField(label=_("Reason"), max_length=200)
    decision = forms.ChoiceField(choices=[("accept", _("Accept")), ("decline", _("Decline"))])

    def __init__(self, *args: object, events: list[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they are
        self.fields["events"].choices = [(pk, pk) for pk in events]  # type: ignore[attr-defined]  # a choice field
