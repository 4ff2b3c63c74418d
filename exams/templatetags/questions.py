"""How items meet their screens: the markup of their texts, and the files of their types."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from exams.domain import markup as rules

register = template.Library()


def _address(base: str) -> rules.PictureAddress | None:
    return (lambda code: f"{base}{code}/") if base else None


# The words of an item never change, and a room of candidates reads the same ones.
@lru_cache(maxsize=8192)
def _blocks(text: str, pictures: str) -> SafeString:
    return mark_safe(rules.blocks(text, picture=_address(pictures)))  # noqa: S308 -- the rules escape first


@lru_cache(maxsize=32768)
def _line(text: str, pictures: str) -> SafeString:
    return mark_safe(rules.line(text, picture=_address(pictures)))  # noqa: S308 -- the rules escape first


@register.filter
def markup(text: str, pictures: str = "") -> SafeString:
    """Return a text as safe HTML with paragraphs; `pictures` begins the addresses of the pictures it shows."""
    return _blocks(str(text), pictures)


@register.filter
def markup_line(text: str, pictures: str = "") -> SafeString:
    """Return a text as safe HTML without paragraphs."""
    return _line(str(text), pictures)


@register.filter
def plain(text: str) -> str:
    """Return the words of a text alone."""
    return rules.plain(str(text))


@register.filter
def question_template(item_type: str) -> str:
    """Return the template that asks a question of this type."""
    return f"exams/questions/{item_type}.html"


@register.filter
def paper_template(item_type: str) -> str:
    """Return the template that prints a question of this type."""
    return f"exams/paper_questions/{item_type}.html"


@register.simple_tag
def question_module(item_type: str) -> str:
    """Return the address of the script that reads and shows answers of this type."""
    return static(f"exams/questions/{item_type}.js")


@register.filter
def as_question(part: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Return a part of a case as the printed head of a question takes it."""
    return {"position": f"({number})", "stem": part["stem"], "points": part["points"]}


@register.filter
def in_order(steps: Sequence[Mapping[str, Any]], value: Any) -> list[Mapping[str, Any]]:
    """Return steps in the order of an answer; as they are without one."""
    if not isinstance(value, list):
        return list(steps)
    return sorted(steps, key=lambda step: value.index(step["id"]))


@register.filter
def places(rows: Sequence[object]) -> range:
    """Return the places of rows, from 1."""
    return range(1, len(rows) + 1)


@register.filter
def of_id(value: Any, key: str) -> Any:
    """Return the entry of a mapping; None for no mapping and no entry."""
    return value.get(key) if isinstance(value, Mapping) else None


@register.filter
def as_json(value: Any) -> str:
    """Return a value as JSON, for a field that a script reads; empty for nothing."""
    return json.dumps(value) if value else ""


@register.filter
def listed(value: Any, statement: str) -> Mapping[str, str] | None:
    """Return what was said about a statement that is ticked; None when it is not."""
    marks = value.get("listed", []) if isinstance(value, Mapping) else []
    return next((mark for mark in marks if mark["id"] == statement), None)
