"""How marks meet their screens."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template

from exams.forms.marking import DEGREES
from exams.item_types.registry import item_type
from exams.models import ItemVersion
from exams.queries.analysis import ItemRow
from exams.queries.flag_words import flag_sentences

register = template.Library()


@register.filter
def degree(lines: Mapping[str, str], line_id: str) -> str:
    """Return in words how far a marker found one line of the rubric met."""
    return str(dict(DEGREES).get(lines.get(line_id, ""), "—"))


@register.filter
def right_words(version: ItemVersion, key: Mapping[str, Any] | str) -> str:
    """Return in words what is right under a key; under the wording's own for an empty one."""
    kind, held = item_type(version.item_type), key if isinstance(key, Mapping) else version.key
    if choices := kind.key_choices(version.body, held):
        return "；".join(choice.text for choice in choices if choice.is_right)
    return kind.in_words(version.body, kind.right_value(version.body, held))


@register.filter
def percent(share: Decimal | float | None) -> str:
    """Return a share as a percentage with at most one decimal; a dash for none."""
    return "—" if share is None else f"{float(share) * 100:.1f}".removesuffix(".0")


@register.filter
def flags(row: ItemRow) -> list[str]:
    """Return what a person should ask of a wording."""
    return flag_sentences(row)


@register.filter
def figure(value: float | None) -> str:
    """Return a figure with two decimals; a dash where it is undefined."""
    return "—" if value is None else f"{value:.2f}"


@register.filter
def option_text(row: ItemRow, option: str) -> str:
    """Return the text of an option."""
    return row.choices[option].text


@register.filter
def rounded(value: float | None) -> str:
    """Return a whole number; a dash where there is none."""
    return "—" if value is None else str(round(value))
