"""Types that no other system has in one piece: body and key travel whole, in a note or a cell of our own."""

from __future__ import annotations

import json
from typing import Any

from exams.domain.exchange.items import BankItem
from exams.domain.exchange.moodle_parts import Unreadable

TYPES = ("case", "branching")
MOST_SIGNS = 32_000  # a cell of a table takes 32,767


def note_of(item: BankItem) -> dict[str, Any]:
    """Return what a file keeps of such an item."""
    return {"type": item.item_type, "body": dict(item.body), "key": dict(item.key)}


def read_note(note: Any) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Return type, body and key of a note; raises Unreadable for one that no export of ours wrote."""
    if not isinstance(note, dict) or note.get("type") not in TYPES:
        raise Unreadable("payload_unfit")
    return (str(note["type"]), *_parts(note))


def cell_of(item: BankItem) -> str:
    """Return body and key as the text of one cell; raises Unreadable for more than a cell takes."""
    parts = {"body": item.body, "key": item.key}
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if len(text) > MOST_SIGNS:
        raise Unreadable("sheet_cell_full", item.code)
    return text


def read_cell(text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return body and key of a cell; raises Unreadable."""
    try:
        return _parts(json.loads(text))
    except ValueError as error:
        raise Unreadable("payload_unfit", text) from error


def _parts(found: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    body, key = (found.get(name) if isinstance(found, dict) else None for name in ("body", "key"))
    if not isinstance(body, dict) or not isinstance(key, dict):
        raise Unreadable("payload_unfit")
    return body, key
