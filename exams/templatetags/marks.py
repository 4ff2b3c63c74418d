"""How marks meet their screens."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django import template

from exams.forms.marking import DEGREES

register = template.Library()


@register.filter
def degree(lines: Mapping[str, str], line_id: str) -> str:
    """Return in words how far a marker found one line of the rubric met."""
    return str(dict(DEGREES).get(lines.get(line_id, ""), "—"))


@register.filter
def percent(share: Decimal | float | None) -> str:
    """Return a share as a percentage with at most one decimal; a dash for none."""
    return "—" if share is None else f"{float(share) * 100:.1f}".removesuffix(".0")
