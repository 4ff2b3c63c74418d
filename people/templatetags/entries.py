"""Looks values up by a key that is known only while a page is written."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def entry(values: Mapping[str, object], key: str) -> object:
    """Return the value of a key, "" where there is none."""
    return values.get(key, "")
