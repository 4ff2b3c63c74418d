"""A picture that somebody puts into the bank."""

from __future__ import annotations

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.errors import Refusal
from exams.domain.pictures import MOST_BYTES
from exams.models.picture import CODE

REASONS = {
    "too_large": _("The file has more than 8 MB. Make it smaller."),
    "not_a_picture": _("This is no picture that can be shown. Choose a PNG, JPEG or WebP file."),
    "too_many_pixels": _("The picture has too many pixels. Make it smaller."),
    "too_small": _("The picture is too small to be seen. Choose a larger one."),
    "no_alt": _("Write what one sees, for those who cannot."),
    "code_taken": _("This code is taken. Choose another one."),
}


class PictureForm(forms.Form):
    """File, code and words of a new picture."""

    file = forms.FileField(
        label=_("File: PNG, JPEG or WebP"),
        help_text=_("At most 8 MB. It is drawn anew, so place and time of a photograph are not kept."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    code = forms.CharField(
        label=pgettext_lazy("record", "Code"),
        max_length=40,
        validators=[RegexValidator(CODE, _("A code has letters, digits, hyphens and underscores only."))],
    )
    alt = forms.CharField(label=_("What one sees, in words"), max_length=300)
    alt_en = forms.CharField(label=_("The same in English"), max_length=300, required=False)
    credit = forms.CharField(label=_("Credit"), max_length=200, required=False)

    def content(self) -> bytes:
        """Return the bytes of the file, no more than could be used."""
        data: bytes = self.cleaned_data["file"].read(MOST_BYTES + 1)
        return data

    def words(self) -> dict[str, str]:
        """Return what is said about the picture."""
        return {name: self.cleaned_data[name] for name in ("code", "alt", "alt_en", "credit")}

    def refuse(self, refusal: Refusal) -> None:
        """Say at the field why the picture was refused."""
        reason = refusal.data.get("reason", "")
        name = {"code_taken": "code", "no_alt": "alt"}.get(reason, "file")
        self.add_error(name, REASONS.get(reason, refusal.message))
