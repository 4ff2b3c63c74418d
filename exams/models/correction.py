"""A key that proved wrong after use, corrected by two persons; scores are written anew beside the old ones."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exams.enums import CorrectionKind
from exams.models.bank import ItemVersion
from people.models.proposal import UNSETTLED, Proposal

CORRECTION_LABELS = [
    (CorrectionKind.NEW_KEY.value, _("another key")),
    (CorrectionKind.EVERYBODY.value, _("counts as right for everybody")),
    (CorrectionKind.NOBODY.value, _("counts for nobody")),
]


class KeyCorrection(Proposal):
    """One wish to mark one wording by something else than its key; once approved it holds for all its attempts.

    The wording itself never changes. Of several approved ones the newest holds. At most one waits per wording.
    """

    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="corrections")
    kind = models.CharField(_("kind"), max_length=10, choices=CORRECTION_LABELS)
    key = models.JSONField(pgettext_lazy("item", "key"), null=True)

    class Meta(Proposal.Meta):
        verbose_name = _("correction of a key")
        verbose_name_plural = _("corrections of keys")
        constraints = [
            *Proposal.Meta.constraints,
            models.UniqueConstraint(fields=["version"], condition=UNSETTLED, name="keycorrection_one_waits"),
            models.CheckConstraint(
                condition=Q(kind="new_key", key__isnull=False) | Q(kind__in=["everybody", "nobody"], key=None),
                name="keycorrection_key_iff_another",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="keycorrection_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.version} · {self.kind} · {self.state}"
