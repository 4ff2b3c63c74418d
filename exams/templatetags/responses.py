"""How responses and sittings meet their screens."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import clock
from exams.models import Sitting

register = template.Library()


@register.filter
def entry(value: Any, blank_id: str) -> str:
    """Return what was typed into a blank; empty for nothing."""
    return str(value.get(blank_id, "")) if isinstance(value, dict) else ""


@register.filter
def window(sitting: Sitting) -> str:
    """Return from when to when a sitting is held; the second day only where it is another."""
    begin, end = timezone.localtime(sitting.opens_at), timezone.localtime(sitting.closes_at)
    last = f"{end:%H:%M}" if begin.date() == end.date() else f"{end:%Y-%m-%d %H:%M}"
    return f"{begin:%Y-%m-%d %H:%M} – {last}"


@register.filter
def sitting_chip(sitting: Sitting) -> SafeString:
    """Return the chip of a sitting's state: a window online is open in its hours, though nobody opened it."""
    return format_html('<span class="chip {}">{}</span>', *sitting.shown_state(at=clock.now()))
