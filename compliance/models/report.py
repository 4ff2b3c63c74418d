"""Reports that were asked for."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certificates.models import Credential
from compliance.enums import ReportKind
from core.models.mixins import WithPublicId
from core.storage import private_storage
from people.models import JobRole, Unit
from people.models.person import PERSON_TYPE_LABELS

FORMATS = [("xlsx", "XLSX"), ("csv", "CSV"), ("pdf", "PDF")]
KINDS = [
    (ReportKind.COMPLETION.value, _("completion by unit, credential and job role")),
    (ReportKind.OVERDUE.value, _("not done and overdue")),
    (ReportKind.MAY_NOT_WORK.value, _("may not work")),
]


class ReportRun(WithPublicId):
    """One report as asked for by one person, and its file once made. The file holds what was true on `as_of`.

    What is empty narrows nothing. The row stays when the file is deleted, by its owner or by age: `discarded_at`.
    """

    kind = models.CharField(_("report"), max_length=20, choices=KINDS)
    format = models.CharField(_("format"), max_length=4, choices=FORMATS)
    as_of = models.DateField(_("as of"))
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+")
    job_role = models.ForeignKey(
        JobRole, verbose_name=_("job role"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    credential = models.ForeignKey(
        Credential, verbose_name=_("credential"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    person_type = models.CharField(_("engaged as"), max_length=12, choices=PERSON_TYPE_LABELS, blank=True)
    completed_from = models.DateField(_("completed from"), null=True)
    completed_to = models.DateField(_("completed to"), null=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reports")
    requested_at = models.DateTimeField(_("asked for at"))
    file = models.FileField(storage=private_storage, upload_to="reports/%Y/%m", blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    row_count = models.PositiveIntegerField(_("rows"), null=True)
    refusal = models.CharField(_("why there is no file"), max_length=300, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    discarded_at = models.DateTimeField(_("file deleted at"), null=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.CheckConstraint(
                condition=Q(completed_from=None) | Q(completed_to=None) | Q(completed_to__gte=F("completed_from")),
                name="report_period_in_order",
            ),
            models.CheckConstraint(
                condition=Q(discarded_at=None) | Q(file=""), name="report_discarded_has_no_file"
            ),
        ]
        indexes = [models.Index(fields=["requested_by", "discarded_at"], name="report_by_asker")]

    def __str__(self) -> str:
        return f"{self.kind} {self.as_of}"

    @property
    def job_key(self) -> str:
        """Return the key of the job that makes it."""
        return f"compliance.make_report:{self.pk}"
