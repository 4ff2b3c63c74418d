"""Films of our own, with captions and transcript."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection
from wagtail.models.media import get_root_collection_id

from core.models.mixins import WithPublicId
from core.storage import private_storage
from library.models.image import CustomImage


class Video(WithPublicId):
    """One film of the library: file, poster picture, captions, and all of it in words.

    The file lies in the private store and is sent to whoever may read a lesson that shows it, and to those who keep it,
    never by the web server alone. Its collection says who keeps it. Its type, codec and length are read from the file
    itself. Captions are WebVTT; Chinese is always there, English where written. A film that lessons show is replaced by
    a newer file, not deleted.
    """

    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    collection = models.ForeignKey(
        Collection,
        verbose_name=_("collection"),
        default=get_root_collection_id,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Who keeps it: trainers of the unit that the collection belongs to."),
    )
    file = models.FileField(_("video file"), upload_to="videos/%Y", storage=private_storage)
    poster = models.ForeignKey(
        CustomImage,
        verbose_name=_("poster picture"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Shown before the video plays."),
    )
    duration_seconds = models.PositiveIntegerField(_("length in seconds"), editable=False)
    captions_zh = models.TextField(_("captions in Chinese"))
    captions_en = models.TextField(_("captions in English"), blank=True)
    transcript = models.TextField(_("transcript"), help_text=_("All that is said and shown, in words."))
    transcript_en = models.TextField(_("transcript in English"), blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("videos")
        constraints = [
            models.CheckConstraint(condition=Q(duration_seconds__gte=1), name="video_has_length"),
            models.CheckConstraint(condition=~Q(captions_zh=""), name="video_has_chinese_captions"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def length(self) -> str:
        """Return the length as minutes and seconds, m:ss."""
        return f"{self.duration_seconds // 60}:{self.duration_seconds % 60:02d}"

    @property
    def _reads_english(self) -> bool:
        return (get_language() or "").startswith("en")

    @property
    def local_title(self) -> str:
        """Return the title in the language of the reader, where there is one."""
        return self.title_en if self.title_en and self._reads_english else self.title

    @property
    def local_transcript(self) -> str:
        """Return the transcript in the language of the reader, where there is one."""
        return self.transcript_en if self.transcript_en and self._reads_english else self.transcript

    @property
    def url(self) -> str:
        """Return the address of the file."""
        return reverse("library:video", args=[self.public_id])

    @property
    def tracks(self) -> list[dict[str, object]]:
        """Return the captions there are: language, its name, address, and whether they are on by default."""
        names = {"zh": "中文", "en": "English"}
        english = bool(self.captions_en) and self._reads_english
        found = [code for code in names if getattr(self, f"captions_{code}")]
        return [
            {
                "language": code,
                "name": names[code],
                "url": reverse("library:captions", args=[self.public_id, code]),
                "is_default": (code == "en") == english,
            }
            for code in found
        ]
