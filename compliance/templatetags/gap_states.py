"""How states of a requirement are called on screens."""

from django import template

from compliance.enums import GapState
from compliance.models.gap_labels import STATE_LABELS

register = template.Library()


@register.filter
def state_label(state: str) -> str:
    """Return the name of a state in the reader's language."""
    return str(STATE_LABELS[GapState(state)])
