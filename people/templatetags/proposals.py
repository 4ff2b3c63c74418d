"""How proposals for a time meet their screens."""

from __future__ import annotations

from django import template

from people.models.proposal import STANDING_LABELS

register = template.Library()


@register.filter
def standing_label(standing: str) -> str:
    """Return the name of where a proposal for a time stands."""
    return str(STANDING_LABELS[standing])
