"""Names of pictures inside items: files speak of room.png, the bank of its codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from exams.domain.exchange.items import BankItem

SHOWN = re.compile(r"!\[([^\[\]]*)\]\(picture:([^()\n]+)\)")
LONGEST = 40  # exams.models.picture.CODE


def names_in(item: BankItem) -> list[str]:
    """Return the names of all pictures that an item shows, each once, in their order."""
    found: list[str] = []
    _walk([item.stem, item.explanation, item.body, item.key], found.append)
    return list(dict.fromkeys(found))


def renamed(item: BankItem, names: Mapping[str, str]) -> BankItem:
    """Return the item with pictures under other names; those not in `names` stay."""
    stem, explanation, body, key = _walk(
        [item.stem, item.explanation, item.body, item.key], lambda name: names.get(name)
    )
    return replace(item, stem=stem, explanation=explanation, body=body, key=key)


def _walk(value: Any, told: Callable[[str], str | None], *, is_picture: bool = False) -> Any:
    if isinstance(value, str):
        if is_picture:
            return (told(value) or value) if value else value
        return SHOWN.sub(lambda found: f"![{found[1]}](picture:{told(found[2]) or found[2]})", value)
    if isinstance(value, Mapping):
        return {name: _walk(part, told, is_picture=name == "picture") for name, part in value.items()}
    return [_walk(part, told) for part in value] if isinstance(value, list | tuple) else value


def alt_texts(item: BankItem) -> dict[str, str]:
    """Return the words that stand for each picture, where the item gives them."""
    found: dict[str, str] = {}
    for text in _strings([item.stem, item.explanation, item.body, item.key]):
        for match in SHOWN.finditer(text):
            found.setdefault(match[2], match[1].strip())
    return {name: alt for name, alt in found.items() if alt}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield str(name)
            yield from _strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)


def strings_of(item: BankItem) -> Iterator[str]:
    """Return every text of an item, ids and codes included."""
    return _strings([item.code, item.area, item.stem, item.explanation, item.body, item.key, item.extra])


def code_for(name: str) -> str:
    """Return the code that a file name comes nearest to: room 1.png is room-1."""
    bare = re.sub(r"[^A-Za-z0-9_-]+", "-", PurePosixPath(name).stem).strip("-_")
    return (bare or "picture")[:LONGEST].rstrip("-_")
