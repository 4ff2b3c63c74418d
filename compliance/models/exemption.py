"""Who is free of what for a time."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certificates.models import Credential
from people.models import Person
from people.models.proposal import UNSETTLED, Proposal


def in_force_on(day: date) -> Q:
    """Return the condition of exemptions that free a person on a day: approved, begun, neither over nor ended."""
    not_ended = Q(ended_on=None) | Q(ended_on__gte=day)
    return Q(not_ended, state="approved", starts_on__lte=day, ends_on__gte=day)


class Exemption(Proposal):
    """One person is free of one credential from one day to another, both included, once a second person approved it.

    The days are those asked for and never change; `ended_on` is the last day of one that was ended early (the day
    before its first when it never began). Rows from before proposals were kept have no proposer.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="exemptions")
    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    proposed_by = models.ForeignKey(  # type: ignore[assignment]  # unknown in rows of before
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_on = models.DateField(_("ended early on"), null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta(Proposal.Meta):
        verbose_name = _("exemption")
        verbose_name_plural = _("exemptions")
        constraints = [
            *Proposal.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="exemption_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~UNSETTLED | Q(proposed_by__isnull=False), name="exemption_waits_with_its_proposer"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by=None, ended_at=None)
                | Q(state="approved", ended_on__lt=F("ends_on"), ended_by__isnull=False, ended_at__isnull=False),
                name="exemption_ended_early_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None) | Q(subject=None) | ~Q(ended_by=F("subject")),
                name="exemption_not_ended_by_its_subject",
            ),
            models.UniqueConstraint(
                fields=["person", "credential"], condition=UNSETTLED, name="exemption_one_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.credential}"
