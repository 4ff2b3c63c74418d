"""How devices and what came from them meet their screens."""

from django import template

from exams.domain import pen

register = template.Library()


@register.filter
def device_name(device: str) -> str:
    """Return the few characters by which people tell devices apart."""
    return pen.short(device)
