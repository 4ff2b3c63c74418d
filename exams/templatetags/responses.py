"""How a stored response meets its screen."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def is_among(option_id: str, value: Any) -> bool:
    """Tell whether an option is among those chosen."""
    return isinstance(value, list) and option_id in value


@register.filter
def entry(value: Any, blank_id: str) -> str:
    """Return what was typed into a blank; empty for nothing."""
    return str(value.get(blank_id, "")) if isinstance(value, dict) else ""
