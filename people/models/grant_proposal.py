"""Rights that one person proposed and another has to approve."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models.organisation import Unit
from people.models.person import RIGHT_LABELS, TAKES_TWO_CODES

OUTCOME_LABELS = [
    ("", _("waiting for a second person")),
    ("approved", _("approved")),
    ("declined", _("declined")),
    ("withdrawn", _("withdrawn")),
]


class GrantProposal(models.Model):
    """One right that takes two persons to give: written when proposed, decided once, kept as proof of both.

    An approved one leads to a grant; until then nobody may do anything by it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grant_proposals")
    right = models.CharField(_("right"), max_length=10, choices=RIGHT_LABELS)
    unit = models.ForeignKey(Unit, verbose_name=_("within"), on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=OUTCOME_LABELS, default="", blank=True)

    class Meta:
        verbose_name = _("proposed right")
        verbose_name_plural = _("proposed rights")
        constraints = [
            models.CheckConstraint(
                condition=Q(right__in=TAKES_TWO_CODES), name="grant_proposal_only_where_two_are_needed"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="grant_proposal_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(proposed_by=F("user")), name="grant_proposal_is_not_to_oneself"),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None, outcome="")
                | Q(outcome="withdrawn", decided_at__isnull=False, decided_by=F("proposed_by"))
                | (
                    Q(outcome__in=["approved", "declined"], decided_at__isnull=False, decided_by__isnull=False)
                    & ~Q(decided_by=F("proposed_by"))
                    & ~Q(decided_by=F("user"))
                ),
                name="grant_proposal_is_decided_by_a_third",
            ),
            models.UniqueConstraint(
                fields=["user", "right", "unit"], condition=Q(outcome=""), name="grant_proposal_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.right} · {self.unit}"
