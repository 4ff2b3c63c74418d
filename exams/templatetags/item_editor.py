"""How the editors of items meet their screens."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise

from exams.forms.editors.case import part_types
from exams.item_types.letters import LETTERS
from exams.item_types.registry import item_type

register = template.Library()


@register.simple_tag
def path(*steps: object) -> str:
    """Return the name of a field: its steps with dots between them."""
    return ".".join(str(step) for step in steps)


@register.filter
def authoring_template(code: str) -> str:
    """Return the template in which an item of this type is written."""
    return f"exams/authoring/{code}.html"


@register.filter
def key_template(code: str) -> str:
    """Return the template in which the key of an item of this type is corrected, unless by choosing."""
    return f"exams/keys/{code}.html"


@register.filter
def type_words(code: str) -> Promise:
    """Return the name of a type."""
    return item_type(code).label


@register.simple_tag
def types_of_parts() -> list[tuple[str, Promise]]:
    """Return the types that a question of a case may have."""
    return [(code, item_type(code).label) for code in part_types()]


@register.filter
def row_letter(place: int) -> str:
    """Return the letter of a row, as the paper prints it; its number where letters end."""
    return LETTERS[place] if place < len(LETTERS) else str(place + 1)
