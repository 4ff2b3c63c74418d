"""Writing a multiple choice: each right option is ticked, and a way of scoring is chosen."""

from __future__ import annotations

from typing import Any

from exams.domain.form_tree import Tree, text_at
from exams.forms.editors.choices import choice_fields, read_choices
from exams.forms.editors.editor import Shape
from exams.item_types.multiple_choice import SCORINGS


def fields(body: dict[str, Any], key: dict[str, Any]) -> Tree:
    """See Editor."""
    return {**choice_fields(body, key), "scoring": key.get("scoring", SCORINGS[0])}


def read(tree: Tree) -> Shape:
    """See Editor."""
    body, key = read_choices(tree)
    return body, {**key, "scoring": text_at(tree, "scoring") or SCORINGS[0]}
