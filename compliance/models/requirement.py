"""The training matrix: which job role needs which credential."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certificates.models import Credential
from people.models import JobRole


class Requirement(models.Model):
    """One cell of the training matrix: a job role needs a credential, from one day to another, both included.

    Ending a requirement sets its last day; rows are never rewritten, so that past coverage still holds.
    """

    job_role = models.ForeignKey(JobRole, verbose_name=_("job role"), on_delete=models.PROTECT, related_name="+")
    credential = models.ForeignKey(
        Credential, verbose_name=_("credential"), on_delete=models.PROTECT, related_name="requirements"
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    days_allowed = models.PositiveSmallIntegerField(_("days allowed"), default=30)

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="requirement_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["job_role", "credential"], condition=Q(ends_on=None), name="requirement_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job_role} → {self.credential}"
