"""What the states of a requirement are called."""

from django.utils.translation import gettext_lazy as _

from compliance.enums import GapState

STATE_LABELS = {
    GapState.VALID: _("valid"),
    GapState.EXPIRING: _("expiring soon"),
    GapState.DUE: _("to do in time"),
    GapState.OVERDUE: _("overdue"),
    GapState.NEVER: _("never done"),
    GapState.EXEMPT: _("exempt"),
}
