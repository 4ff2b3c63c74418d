"""Roster files that were uploaded."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.mixins import WithPublicId
from core.storage import private_storage

UPLOAD_STATE_LABELS = [
    ("checking", _("being checked")),
    ("refused", _("has errors")),
    ("ready", _("ready to apply")),
    ("applying", _("being applied")),
    ("applied", _("applied")),
]


class RosterUpload(WithPublicId):
    """One roster file and what became of it. The file is kept as proof of what was stated.

    `outcome` holds counts and, of a refused file, the first errors: {counts: {...}, errors: [{row, field, fault,
    value}], message}.
    """

    file = models.FileField(storage=private_storage, upload_to="rosters/%Y/%m")
    file_name = models.CharField(_("file"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=UPLOAD_STATE_LABELS, default="checking")
    outcome = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"))
    confirmed_ended = models.PositiveIntegerField(null=True)
    applied_at = models.DateTimeField(_("applied at"), null=True)

    class Meta:
        verbose_name = _("roster")
        verbose_name_plural = _("rosters")

    def __str__(self) -> str:
        return self.file_name
