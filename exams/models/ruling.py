"""What two persons decide on one attempt: it is void, its person may try once more, or both."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exams.enums import RulingKind
from people.models.proposal import UNSETTLED, Proposal

RULING_LABELS = [
    (RulingKind.VOID_AND_GRANT.value, _("void, and one further attempt in its place")),
    (RulingKind.VOID.value, _("void, without a further attempt")),
    (RulingKind.GRANT.value, _("stays as it is, and one further attempt besides")),
]
VOIDING = (RulingKind.VOID.value, RulingKind.VOID_AND_GRANT.value)
GRANTING = (RulingKind.GRANT.value, RulingKind.VOID_AND_GRANT.value)
APPROVED = Q(state="approved")


class Ruling(Proposal):
    """One wish about one attempt; nothing changes until a second person approves it, and nothing undoes it then.

    At most one waits for an attempt, one makes it void and one grants a further attempt. What was granted is used by
    the next attempt that begins (`Attempt.grant`), once.
    """

    attempt = models.ForeignKey("exams.Attempt", on_delete=models.PROTECT, related_name="rulings")
    kind = models.CharField(pgettext_lazy("ruling", "this attempt"), max_length=14, choices=RULING_LABELS)

    class Meta(Proposal.Meta):
        verbose_name = _("ruling")
        verbose_name_plural = _("rulings")
        constraints = [
            *Proposal.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in RulingKind]), name="ruling_kind_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="ruling_has_a_reason"),
            models.UniqueConstraint(fields=["attempt"], condition=UNSETTLED, name="ruling_one_waits"),
            models.UniqueConstraint(
                fields=["attempt"], condition=APPROVED & Q(kind__in=VOIDING), name="ruling_voids_once"
            ),
            models.UniqueConstraint(
                fields=["attempt"], condition=APPROVED & Q(kind__in=GRANTING), name="ruling_grants_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.kind} · {self.state}"

    @property
    def voids(self) -> bool:
        """Tell whether it makes the attempt void."""
        return self.kind in VOIDING

    @property
    def grants(self) -> bool:
        """Tell whether it grants a further attempt."""
        return self.kind in GRANTING
