"""Proposals to end a certificate."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.models.certificate import Certificate
from people.models.proposal import UNSETTLED, Proposal


class RevocationProposal(Proposal):
    """One wish to revoke one certificate; approving it writes the revocation, which nothing undoes.

    At most one waits per certificate; declined and withdrawn ones stay as history.
    """

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="revocation_proposals")

    class Meta(Proposal.Meta):
        verbose_name = _("proposal to revoke")
        verbose_name_plural = _("proposals to revoke")
        constraints = [
            *Proposal.Meta.constraints,
            models.UniqueConstraint(
                fields=["certificate"], condition=UNSETTLED, name="revocationproposal_one_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate} · {self.state}"
