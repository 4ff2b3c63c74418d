"""Reports that were asked for."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.mixins import WithPublicId
from core.storage import private_storage
from people.models import Unit

FORMATS = [("xlsx", "XLSX"), ("csv", "CSV")]
KINDS = [("completion", _("completion by unit, credential and job role")), ("overdue", _("not done and overdue"))]


class ReportRun(WithPublicId):
    """One report as asked for by one person, and its file once made. The file holds what was true on `as_of`."""

    kind = models.CharField(_("report"), max_length=20, choices=KINDS)
    format = models.CharField(_("format"), max_length=4, choices=FORMATS)
    as_of = models.DateField(_("as of"))
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reports")
    requested_at = models.DateTimeField(_("asked for at"))
    file = models.FileField(storage=private_storage, upload_to="reports/%Y/%m", blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    row_count = models.PositiveIntegerField(_("rows"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")

    def __str__(self) -> str:
        return f"{self.kind} {self.as_of}"
