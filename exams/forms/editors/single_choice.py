"""Writing a single choice: one radio button says which option is right."""

from __future__ import annotations

from typing import Any

from exams.domain.form_tree import Tree, rows_at, text_at
from exams.forms.editors.choices import choice_fields, read_choices
from exams.forms.editors.editor import Shape


def fields(body: dict[str, Any], key: dict[str, Any]) -> Tree:
    """See Editor."""
    return {**choice_fields(body, key), "right": next(iter(key.get("correct", [])), "")}


def read(tree: Tree) -> Shape:
    """See Editor."""
    right = text_at(tree, "right")
    marked = [{**row, "right": bool(right) and row.get("id") == right} for row in rows_at(tree, "options")]
    return read_choices({**tree, "options": marked})
