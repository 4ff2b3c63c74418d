"""Appeals of candidates against released results, and what was decided."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models.mixins import WithPublicId
from exams.enums import AppealOutcome
from exams.models.attempt import Attempt, Score

OUTCOME_LABELS = [
    (AppealOutcome.REJECTED.value, _("the result stands")),
    (AppealOutcome.REMARKED.value, _("written answers are marked anew")),
    (AppealOutcome.KEY.value, _("the key is to be corrected")),
]


class Appeal(WithPublicId):
    """What a candidate says against one result, against one question or the whole; decided once, with a reason.

    At most one waits per attempt. `score` is the result that was appealed against.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="appeals")
    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("question"), null=True)
    text = models.TextField(_("what is wrong"), max_length=2000)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(_("raised at"))
    outcome = models.CharField(_("decision"), max_length=10, choices=OUTCOME_LABELS, blank=True)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"], condition=Q(decided_at=None), name="appeal_one_waits_per_attempt"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="appeal_says_something"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, outcome="", reason="")
                | (
                    Q(decided_at__isnull=False, decided_by__isnull=False)
                    & Q(outcome__in=[outcome.value for outcome in AppealOutcome])
                    & ~Q(reason="")
                ),
                name="appeal_decided_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("raised_by")),
                name="appeal_not_decided_by_its_raiser",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.outcome or 'waits'}"
