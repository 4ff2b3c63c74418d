"""Files of items that somebody asked for."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models.mixins import WithPublicId
from core.storage import private_storage
from exams.enums import BankFormat
from exams.models.bank import STATUS_LABELS, ContentArea
from exams.models.item_import import FORMAT_LABELS


class ItemExport(WithPublicId):
    """One file of items as asked for by one person, and the file once made. It holds keys: only its owner fetches it.

    What is empty narrows nothing; without a status the newest wording counts that is not retired. `kept_out` holds
    [[code of the item, code of the reason]]. The row stays as proof of who took what.
    """

    format = models.CharField(_("format"), max_length=12, choices=FORMAT_LABELS)
    area = models.ForeignKey(
        ContentArea, verbose_name=_("content area"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(_("status"), max_length=10, choices=STATUS_LABELS, blank=True)
    item_types = models.JSONField(default=list)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("asked for at"))
    file = models.FileField(storage=private_storage, upload_to="item-exports/%Y/%m", blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    item_count = models.PositiveIntegerField(pgettext_lazy("exam", "items"), null=True)
    kept_out = models.JSONField(default=list)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        verbose_name = _("export of items")
        verbose_name_plural = _("exports of items")
        constraints = [
            models.CheckConstraint(
                condition=Q(format__in=[kind.value for kind in BankFormat]), name="item_export_format_known"
            ),
            models.CheckConstraint(
                condition=Q(file="", finished_at=None) | (~Q(file="") & Q(finished_at__isnull=False)),
                name="item_export_file_iff_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.format} {self.requested_at:%Y-%m-%d}"

    @property
    def job_key(self) -> str:
        """Return the key of the job that makes it."""
        return f"exams.make_items_file:{self.pk}"
