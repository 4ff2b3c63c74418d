"""Files of items that somebody brought, and what each of their items would become."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models.mixins import WithPublicId
from core.storage import private_storage
from exams.enums import BankFormat, Gravity, ImportState, LineFate
from exams.models.bank import LEVEL_LABELS, ContentArea

FORMAT_LABELS = [
    (BankFormat.XLSX.value, _("XLSX table")),
    (BankFormat.MOODLE_XML.value, _("Moodle XML")),
    (BankFormat.QTI.value, _("QTI 2.1 package")),
    (BankFormat.GIFT.value, _("GIFT text")),
    (BankFormat.AIKEN.value, _("Aiken text")),
]
IMPORT_STATE_LABELS = [
    (ImportState.CHECKING.value, _("being checked")),
    (ImportState.REFUSED.value, _("has errors")),
    (ImportState.READY.value, _("ready to import")),
    (ImportState.APPLYING.value, _("being imported")),
    (ImportState.APPLIED.value, _("imported")),
    (ImportState.CANCELLED.value, _("cancelled")),
]
FATE_LABELS = [(LineFate.NEW.value, _("new draft")), (LineFate.EXISTS.value, _("in the bank already"))]


class ItemImport(WithPublicId):
    """One file of items and what became of it. The file holds keys: it is kept privately, as proof of what came in.

    `area` takes all items; without it each goes where the file says. `level` is for items that name none. `outcome`
    holds {counts: {new, exists, error, kept_out, note}, imported_before: public id of an import of the same file,
    left_since: why a checked file could not be imported any more}.
    """

    file = models.FileField(storage=private_storage, upload_to="item-imports/%Y/%m")
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    format = models.CharField(_("format"), max_length=12, choices=FORMAT_LABELS, blank=True)
    area = models.ForeignKey(
        ContentArea, verbose_name=_("content area"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    level = models.PositiveSmallIntegerField(_("level"), choices=LEVEL_LABELS, default=1)
    state = models.CharField(
        _("state"), max_length=10, choices=IMPORT_STATE_LABELS, default=ImportState.CHECKING.value
    )
    outcome = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"))
    applied_at = models.DateTimeField(_("imported at"), null=True)

    class Meta:
        verbose_name = _("import of items")
        verbose_name_plural = _("imports of items")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ImportState]), name="item_import_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ImportState.APPLIED.value, applied_at__isnull=False)
                | (~Q(state=ImportState.APPLIED.value) & Q(applied_at=None)),
                name="item_import_applied_iff_dated",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def job_key(self) -> str:
        """Return the key of the job that works on this file in its present state, or did."""
        return f"exams.{'apply' if self.state == ImportState.APPLYING else 'check'}_items:{self.pk}"


class ImportLine(models.Model):
    """One item of a checked file as it would come in. Written by the check, once; deleted when the file is cancelled.

    `payload` is the whole item with its key (exams.domain.exchange.items); `number` the line or row of the file.
    """

    upload = models.ForeignKey(ItemImport, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=20)
    fate = models.CharField(max_length=10, choices=FATE_LABELS)
    payload = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "position"], name="import_line_once"),
            models.CheckConstraint(
                condition=Q(fate__in=[fate.value for fate in LineFate]), name="import_line_fate_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.fate}"


class ImportRemark(models.Model):
    """One thing that the check has to say of a file; `number` is the line or row, 0 the whole file."""

    upload = models.ForeignKey(ItemImport, on_delete=models.PROTECT, related_name="remarks")
    number = models.PositiveIntegerField()
    gravity = models.CharField(max_length=10)
    field = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=40)
    value = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(gravity__in=[gravity.value for gravity in Gravity]), name="import_remark_gravity_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.code}"


class ImportPicture(models.Model):
    """One picture of a checked file, drawn anew from its pixels, under the code that it would get."""

    upload = models.ForeignKey(ItemImport, on_delete=models.PROTECT, related_name="pictures")
    code = models.CharField(max_length=40)
    alt = models.CharField(max_length=300)
    file = models.FileField(storage=private_storage, upload_to="item-imports/%Y/%m")
    content_type = models.CharField(max_length=20)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "code"], name="import_picture_once")]

    def __str__(self) -> str:
        return self.code
