"""Pictures that items show: never in the public library, so that nobody sees a question before the exam."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.storage import private_storage

CODE = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$"


class ItemPicture(models.Model):
    """One picture of the item bank, as stored: drawn anew from its pixels, so that it carries nothing else.

    A picture never changes and is never deleted, because wordings and forms name it by its code; a better one gets
    another code. The words that stand for it may be corrected.
    """

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[RegexValidator(CODE)])
    file = models.FileField(_("file"), storage=private_storage, upload_to="item-pictures/%Y/%m")
    sha256 = models.CharField(max_length=64, unique=True)
    content_type = models.CharField(max_length=20)
    width = models.PositiveSmallIntegerField(_("width in pixels"))
    height = models.PositiveSmallIntegerField(_("height in pixels"))
    alt = models.CharField(_("text alternative"), max_length=300)
    alt_en = models.CharField(_("text alternative in English"), max_length=300, blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    # Whoever brings the same pixels once more has seen them.
    brought_by = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="brought_pictures", editable=False)

    class Meta:
        verbose_name = _("picture of an item")
        verbose_name_plural = _("pictures of items")
        constraints = [
            models.CheckConstraint(condition=Q(width__gte=1, height__gte=1), name="item_picture_has_a_size"),
            models.CheckConstraint(condition=~Q(alt=""), name="item_picture_has_words"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def local_alt(self) -> str:
        """Return the text alternative in the language of the reader, where there is one."""
        return self.alt_en if self.alt_en and (get_language() or "").startswith("en") else self.alt
