"""Blanks that a candidate fills: what numbers and texts share."""

from __future__ import annotations

from typing import Any

from exams.item_types.registry import Payload, Posted, ids_of

LONGEST = 40


def is_filled(value: object) -> bool:
    """Tell whether any blank holds something."""
    return isinstance(value, dict) and any(str(text).strip() for text in value.values())


def clean_blanks(body: Payload, value: object, *, longest: int) -> object:
    """Return the texts by blank as stored; raises ValueError for a blank the item lacks and for a long text."""
    if value is None:
        return None
    if not isinstance(value, dict) or not set(value) <= set(ids_of(body["blanks"])):
        raise ValueError("The response names a blank that this item does not have.")
    if any(not isinstance(text, str) or len(text) > longest for text in value.values()):
        raise ValueError("A blank holds no short text.")
    return dict(sorted(value.items())) or None


def posted_blanks(body: Payload, data: Posted, name: str) -> object:
    """Return the texts of the fields `name`-blank; None when all are empty."""
    found = {blank: "".join(data.get(f"{name}-{blank}", [])[:1]).strip() for blank in ids_of(body["blanks"])}
    return {blank: text for blank, text in sorted(found.items()) if text} or None


def shown_blanks(body: Payload) -> list[dict[str, Any]]:
    """Return the blanks with what a candidate may see of them."""
    return [{name: blank.get(name, "") for name in ("id", "label", "unit")} for blank in body["blanks"]]


def blanks_in_words(body: Payload, value: object) -> str:
    """Return every blank with its label, text and unit; empty for no answer."""
    if not isinstance(value, dict):
        return ""
    words = [
        f"{blank['label']} {value.get(blank['id']) or '—'} {blank['unit']}".strip() for blank in shown_blanks(body)
    ]
    return "；".join(words)
