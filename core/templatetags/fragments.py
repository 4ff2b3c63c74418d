"""Pieces of pages that are the same for everybody."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def unchanging(name: str) -> SafeString:
    """Return a template that needs no variable, made once for each language: most of a small page was such pieces.

    It sees neither the request nor the page around it, so nothing of one person can be kept for another.
    """
    make = _made.__wrapped__ if settings.DEBUG else _made  # whoever works on a template wants to see it change
    return make(name, get_language())


@lru_cache(maxsize=100)
def _made(name: str, _language: str) -> SafeString:
    return mark_safe(get_template(name).render())  # noqa: S308 -- made by a template
