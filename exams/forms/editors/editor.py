"""How a type is written: from body and key to the fields of its form, and back. One module per type beside this one."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from importlib import import_module
from typing import Any, Protocol, cast

from exams.domain.form_tree import Tree, text_at

Shape = tuple[dict[str, Any], dict[str, Any]]


class Editor(Protocol):
    """What the module of a type holds. Whatever was typed, half-filled or wrong, comes back as it was typed."""

    def fields(self, body: dict[str, Any], key: dict[str, Any]) -> Tree:
        """Return the fields of the form; an empty body gives the empty form."""

    def read(self, tree: Tree) -> Shape:
        """Return body and key of what the form holds, whole in shape even where nothing is filled in."""


def editor_of(code: str) -> Editor:
    """Return the editor of a type."""
    return cast("Editor", import_module(f"exams.forms.editors.{code}"))


def blank(code: str) -> Shape:
    """Return body and key of an empty item of a type."""
    editor = editor_of(code)
    return editor.read(editor.fields({}, {}))


def fresh_id() -> str:
    """Return an id that tells nothing: neither the order in which rows were written nor which one is right."""
    return f"r{secrets.token_hex(3)}"


def id_of(row: Tree) -> str:
    """Return the id of a row; a new one for a new row."""
    return text_at(row, "id") or fresh_id()


def rows_of_text(rows: Iterable[Tree]) -> list[dict[str, str]]:
    """Return rows as bodies hold them: id and text."""
    return [{"id": id_of(row), "text": text_at(row, "text")} for row in rows]


def at_least(rows: list[Any], count: int) -> list[Any]:
    """Return rows with empty ones added, so that an empty form has something to fill in."""
    return [*rows, *({} for _place in range(count - len(rows)))]


def without_empty(entries: dict[str, str]) -> dict[str, str]:
    """Return the entries that say something."""
    return {name: text for name, text in entries.items() if text}


def whole_number(text: str) -> int:
    """Return a whole number that was typed; 0 for anything else, which the check then names."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
