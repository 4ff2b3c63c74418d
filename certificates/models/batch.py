"""Files of many certificates that were asked for together."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certificates.models.certificate import Certificate
from core.models.mixins import WithPublicId
from core.storage import private_storage


class CertificateBatch(WithPublicId):
    """One wish of one person for the PDFs of some certificates in one ZIP, and that file once made.

    The file is deleted after some days; the row stays as proof of who fetched what.
    """

    certificates = models.ManyToManyField(Certificate, related_name="+")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("asked for at"))
    asked_count = models.PositiveIntegerField(_("certificates"))
    file = models.FileField(storage=private_storage, upload_to="batches/%Y/%m", blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_count = models.PositiveIntegerField(_("files"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        verbose_name = _("batch of certificates")
        verbose_name_plural = _("batches of certificates")
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None, file_count=None) | Q(finished_at__isnull=False, file_count__gte=0),
                name="batch_counts_once_finished",
            )
        ]

    def __str__(self) -> str:
        return f"{self.asked_count} · {self.requested_at:%Y-%m-%d}"

    @property
    def job_key(self) -> str:
        """Return the key of the job that makes the file."""
        return f"certificates.make_batch:{self.pk}"
