"""The form of a video: what is uploaded is read, and refused with the place of the mistake."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.images.permissions import permission_policy as pictures
from wagtail.models import Collection

from library.domain import mp4, webvtt
from library.permissions import VIDEO_POLICY

CAPTION_FILE_MOST_BYTES = 512 * 1024  # three hours of talk; captions are read as a whole
FILM_FAULTS = {
    mp4.Fault.NOT_MP4: _("This is no MP4 file, or it is damaged. Save the video as MP4 and choose it again."),
    mp4.Fault.NO_PICTURE: _("This file holds sound but no picture. Choose a video."),
    mp4.Fault.OTHER_CODEC: _(
        "Not every phone plays this kind of video. Save it as MP4 with H.264 (on phones: “most compatible”)."
    ),
    mp4.Fault.NO_LENGTH: _("The file does not say how long it is. Save it anew as MP4 and choose it again."),
}
CAPTION_FAULTS = {
    webvtt.Fault.HEADER: _("the file must begin with the line WEBVTT, followed by an empty line"),
    webvtt.Fault.TIMING: _("write the time as 00:01:05.000 --> 00:01:09.500"),
    webvtt.Fault.COMMA: _("write a point, not a comma, before the thousandths: 00:01:05.000"),
    webvtt.Fault.BACKWARDS: _("the caption must end after it begins"),
    webvtt.Fault.ORDER: _("the caption begins before the one above it; put them in order"),
    webvtt.Fault.EMPTY: _("the caption has no words; write them below its time, without an empty line between"),
    webvtt.Fault.TAG: _("captions take no such tag; only <b>, <i>, <u> and <v name>"),
    webvtt.Fault.STYLE: _("styles are not taken; remove this part"),
    webvtt.Fault.NO_CUE: _("there is no caption in it"),
    webvtt.Fault.TOO_LATE: _("the caption begins after the end of the video"),
}


def _caption_file(label: object) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=False,
        help_text=_("A .vtt file; it replaces the text below."),
        widget=forms.FileInput(attrs={"accept": ".vtt,text/vtt"}),
    )


class VideoForm(WagtailAdminModelForm):
    """Takes a film with its captions, as text or as files."""

    captions_zh_file = _caption_file(_("captions in Chinese, as a file"))
    captions_en_file = _caption_file(_("captions in English, as a file"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["captions_zh"].required = False  # may come as a file: see clean()
        self._offer_collections()
        self.fields["file"].widget = forms.FileInput(attrs={"accept": "video/mp4"})

    def _offer_collections(self) -> None:
        """Offer the collections where one may add, and the one the video lies in; a single one is no question."""
        if self.for_user is None or "collection" not in self.fields:
            return
        field = self.fields["collection"]
        field.queryset = VIDEO_POLICY.collections_user_has_permission_for(self.for_user, "add")
        if self.instance.pk:
            field.queryset |= Collection.objects.filter(pk=self.instance.collection_id)
        offered = list(field.queryset[:2])
        if self.instance.pk is None and offered:
            self.initial["collection"] = offered[0].pk
            self.instance.collection = offered[0]
        if len(offered) == 1:
            del self.fields["collection"]

    def clean_poster(self) -> Any:
        """Take a picture only from where one may choose, or the one that stands already."""
        poster = self.cleaned_data["poster"]
        known = poster.pk == self.instance.poster_id or self.for_user is None
        if not known and not pictures.user_has_permission_for_instance(self.for_user, "choose", poster):
            raise forms.ValidationError(gettext("Choose one of the pictures that are offered."))
        return poster

    def clean_file(self) -> Any:
        """Take an MP4 with H.264 only, by what is in it, and note how long it is."""
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file
        if (file.size or 0) > settings.VIDEO_MAX_MB * 1024 * 1024:
            text = gettext("The video is larger than %(most)s MB. Make it smaller, or cut it into parts.")
            raise forms.ValidationError(text % {"most": settings.VIDEO_MAX_MB})
        try:
            self.instance.duration_seconds = mp4.film_seconds(file, size=file.size or 0)
        except mp4.FilmFault as error:
            raise forms.ValidationError(FILM_FAULTS[error.fault]) from error
        file.seek(0)
        file.name = f"{self.instance.public_id}.mp4"
        return file

    def clean(self) -> dict[str, Any]:
        """Read the captions of both languages against the length of the film."""
        data: dict[str, Any] = super().clean()
        for code in ("zh", "en"):
            text = self._caption_text(code)
            if text:
                data[f"captions_{code}"] = text
                self._check_captions(f"captions_{code}", text)
        if not data.get("captions_zh") and not self.has_error("captions_zh"):
            self.add_error(
                "captions_zh", gettext("Captions in Chinese are needed: not everybody hears, and plants are loud.")
            )
        return data

    def _caption_text(self, code: str) -> str:
        file = self.cleaned_data.get(f"captions_{code}_file")
        if not file:
            return str(self.cleaned_data.get(f"captions_{code}") or "").strip()
        try:
            if file.size > CAPTION_FILE_MOST_BYTES:
                raise ValueError
            return str(file.read().decode("utf-8-sig")).strip()
        except ValueError:
            self.add_error(f"captions_{code}_file", gettext("This is no text in UTF-8. Choose a .vtt file."))
            return ""

    def _check_captions(self, name: str, text: str) -> None:
        length = getattr(self.instance, "duration_seconds", None)
        try:
            webvtt.read_captions(text, longest_ms=length * 1000 if length else None)
        except webvtt.CaptionFault as fault:
            sentence = gettext("Line %(line)s: %(fault)s.")
            self.add_error(name, sentence % {"line": fault.line, "fault": CAPTION_FAULTS[fault.fault]})
