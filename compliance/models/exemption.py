"""Who is free of what for a time."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certificates.models import Credential
from people.models import Person
from people.models.proposal import UNSETTLED, DatedProposal


class Exemption(DatedProposal):
    """One person is free of one credential for a time. Rows from before proposals were kept have no proposer."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="exemptions")
    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(  # type: ignore[assignment]  # unknown in rows of before
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(DatedProposal.Meta):
        verbose_name = _("exemption")
        verbose_name_plural = _("exemptions")
        constraints = [
            *DatedProposal.Meta.constraints,
            models.CheckConstraint(
                condition=~UNSETTLED | Q(proposed_by__isnull=False), name="exemption_waits_with_its_proposer"
            ),
            models.UniqueConstraint(
                fields=["person", "credential"], condition=UNSETTLED, name="exemption_one_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.credential}"
