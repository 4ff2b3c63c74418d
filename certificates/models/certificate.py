"""What was earned."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certificates.enums import CertificateState, Standing
from certificates.models.credential import Credential
from core.models.mixins import WithPublicId
from core.storage import private_storage
from exams.models import Attempt
from people.models import Person

STATE_LABELS = [
    (CertificateState.PENDING.value, _("being made")),
    (CertificateState.HELD.value, _("held")),
    (CertificateState.ISSUED.value, _("issued")),
    (CertificateState.REVOKED.value, _("revoked")),
]
SHOWN_STATE_LABELS = {
    **dict(STATE_LABELS),
    Standing.VALID.value: _("valid"),
    Standing.EXPIRING.value: _("expiring soon"),
    Standing.EXPIRED.value: _("expired"),
}


class Series(models.Model):
    """The last number given in one series of one year; a row is locked while a number is taken."""

    prefix = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="series_once_per_year")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}"


class Certificate(WithPublicId):
    """One certificate of one person, with everything as it was at issue in `snapshot`.

    Written once per attempt that met the rule. Only its file, its state and its hash are filled in later;
    a renewal is a new row, and the old one stays as it is. Issue is the making of the file: until then the names
    in the snapshot may be taken anew from the roster, from then on the database refuses every change of it.
    """

    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="certificates")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField(_("number"), max_length=40, unique=True)
    code = models.CharField(_("verification code"), max_length=20, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=STATE_LABELS, default=CertificateState.PENDING.value
    )
    awarded_at = models.DateTimeField(_("awarded at"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("last day"))
    snapshot = models.JSONField(default=dict)
    file = models.FileField(storage=private_storage, upload_to="certificates/%Y/%m", blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    missing_glyphs = models.CharField(_("characters the font lacks"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.UniqueConstraint(fields=["credential", "attempt"], name="certificate_once_per_attempt"),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="certificate_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(state="issued") | (~Q(file="") & ~Q(file_sha256="")),
                name="certificate_issued_has_a_file",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in CertificateState]), name="certificate_state_known"
            ),
        ]
        indexes = [
            # All that coverage reads of a certificate: a million are counted without opening their rows.
            models.Index(
                fields=["person", "credential", "valid_to", "valid_from", "id"], name="certificate_by_person"
            )
        ]

    def __str__(self) -> str:
        return self.number


class Revocation(models.Model):
    """The end of one certificate before its time, with reason and two persons. Append-only."""

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="revocation")
    reason = models.CharField(_("reason"), max_length=300)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(_("revoked at"))

    class Meta:
        verbose_name = _("revocation")
        constraints = [
            models.CheckConstraint(condition=~Q(proposed_by=F("approved_by")), name="revocation_takes_two_persons")
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.reason}"
