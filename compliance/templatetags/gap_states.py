"""How states of a requirement are called and drawn on screens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template

from compliance.enums import GapState
from compliance.models.gap_labels import STATE_LABELS

register = template.Library()

# From the best to the worst; the exempt count for nothing and are not drawn.
DRAWN = (GapState.VALID, GapState.EXPIRING, GapState.DUE, GapState.OVERDUE, GapState.NEVER)


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a bar; start and width in hundredths of the bar, written so that no locale puts a comma in."""

    state: GapState
    start: str
    width: str


@register.filter
def state_label(state: str) -> str:
    """Return the name of a state in the reader's language."""
    return str(STATE_LABELS[GapState(state)])


@register.simple_tag
def drawn_states() -> tuple[GapState, ...]:
    """Return the states that bars show, in their order."""
    return DRAWN


@register.inclusion_tag("compliance/_stacked.html")
def stacked(counts: Mapping[GapState, int]) -> dict[str, Any]:
    """Draw how many people stand where; the label says the same in words."""
    whole = sum(counts.get(state, 0) for state in DRAWN) or 1
    segments, start = [], 0.0
    for state in DRAWN:
        width = 100 * counts.get(state, 0) / whole
        if width:
            segments.append(Segment(state, f"{start:.2f}", f"{width:.2f}"))
        start += width
    label = ", ".join(f"{STATE_LABELS[state]} {counts[state]}" for state in DRAWN if counts.get(state))
    return {"segments": segments, "label": label}
