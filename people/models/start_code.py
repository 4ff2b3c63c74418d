"""One-time codes to sign in with for the first time, for people without e-mail."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class StartCode(models.Model):
    """One code handed to one person on paper or by word of mouth.

    Only its hash is stored. It works once, until `expires_at`; a newer code for the same account ends it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="start_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("start code")
        verbose_name_plural = _("start codes")
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(ended_at=None), name="start_code_open_once"),
            models.CheckConstraint(condition=~Q(user=F("created_by")), name="start_code_is_from_somebody_else"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="start_code_expires_later"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.expires_at:%Y-%m-%d}"
