"""What the states of a requirement are called."""

from django.utils.translation import gettext_lazy as _

from compliance.enums import GapState
from people.models.proposal import PROPOSAL_STATE_LABELS

STATE_LABELS = {
    GapState.VALID: _("valid"),
    GapState.EXPIRING: _("expiring soon"),
    GapState.DUE: _("to do in time"),
    GapState.OVERDUE: _("overdue"),
    GapState.NEVER: _("never done"),
    GapState.EXEMPT: _("exempt"),
}
EXEMPTION_LABELS = {
    **dict(PROPOSAL_STATE_LABELS),
    "planned": _("approved, not begun"),
    "in_force": _("in force"),
    "over": _("over"),
}
