"""What takes two persons: one proposes, another decides."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models.mixins import WithPublicId
from core.prepared import Slot
from people.enums import ProposalState

PROPOSAL_STATE_LABELS = [
    (ProposalState.PROPOSED.value, _("waits for a decision")),
    (ProposalState.APPROVED.value, _("approved")),
    (ProposalState.DECLINED.value, _("declined")),
    (ProposalState.WITHDRAWN.value, _("withdrawn")),
]
# Where a proposal for a time stands on a day, by the words of `people.queries.proposals.standing_of`.
STANDING_LABELS = {
    **dict(PROPOSAL_STATE_LABELS),
    "planned": _("approved, not begun"),
    "in_force": _("in force"),
    "over": _("over"),
}
UNSETTLED = Q(state=ProposalState.PROPOSED.value)


class Proposal(WithPublicId):
    """The part that all proposals share: asked for with a reason, settled once, by another person.

    `subject` is the account of the person concerned, if there is one: it stands in the row so that the database
    itself refuses whoever would propose or decide about himself.
    """

    subject = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"))
    state = models.CharField(
        _("state"), max_length=10, choices=PROPOSAL_STATE_LABELS, default=ProposalState.PROPOSED.value
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decision_note = models.CharField(_("note of the decision"), max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ProposalState]), name="%(class)s_state_known"
            ),
            models.CheckConstraint(
                condition=Q(UNSETTLED, decided_by=None, decided_at=None)
                | Q(~UNSETTLED, decided_by__isnull=False, decided_at__isnull=False),
                name="%(class)s_decided_iff_settled",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "declined"]) | ~Q(decided_by=F("proposed_by")),
                name="%(class)s_takes_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(decided_by=F("proposed_by")),
                name="%(class)s_withdrawn_by_its_proposer",
            ),
            models.CheckConstraint(
                condition=Q(subject=None) | ~Q(subject=F("proposed_by")), name="%(class)s_not_by_its_subject"
            ),
            models.CheckConstraint(
                condition=Q(subject=None) | Q(decided_by=None) | ~Q(subject=F("decided_by")),
                name="%(class)s_not_decided_by_its_subject",
            ),
        ]


def in_force_on(day: date | Slot, *, prefix: str = "") -> Q:
    """Return the condition of proposals for a time that hold on a day: approved, begun, neither over nor ended.

    `prefix` names the way to them in a query, such as "exemptions__".
    """
    not_ended = Q((f"{prefix}ended_on", None)) | Q((f"{prefix}ended_on__gte", day))
    begun = Q((f"{prefix}starts_on__lte", day), (f"{prefix}ends_on__gte", day))
    return Q((f"{prefix}state", ProposalState.APPROVED.value)) & begun & not_ended


class DatedProposal(Proposal):
    """A proposal that holds from one day to another, both included, once a second person approved it.

    The days are those asked for and never change; `ended_on` is the last day of one that was ended early (the day
    before its first when it never began).
    """

    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    ended_on = models.DateField(_("ended early on"), null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta(Proposal.Meta):
        abstract = True
        constraints = [
            *Proposal.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="%(class)s_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by=None, ended_at=None)
                | Q(state="approved", ended_on__lt=F("ends_on"), ended_by__isnull=False, ended_at__isnull=False),
                name="%(class)s_ended_early_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None) | Q(subject=None) | ~Q(ended_by=F("subject")),
                name="%(class)s_not_ended_by_its_subject",
            ),
        ]
