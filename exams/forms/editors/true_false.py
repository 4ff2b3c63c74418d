"""Writing a statement that holds or does not."""

from __future__ import annotations

from typing import Any

from exams.domain.form_tree import Tree, text_at
from exams.forms.editors.editor import Shape, without_empty

SIGNS = ("true", "false")


def fields(body: dict[str, Any], key: dict[str, Any]) -> Tree:
    """See Editor."""
    right = key.get("correct")
    said = key.get("feedback", {})
    return {
        "right": "true" if right is True else "false" if right is False else "",
        "feedback": {sign: said.get(sign, "") for sign in SIGNS},
    }


def read(tree: Tree) -> Shape:
    """See Editor."""
    key: dict[str, Any] = {}
    if (right := text_at(tree, "right")) in SIGNS:
        key["correct"] = right == "true"
    typed = tree.get("feedback")
    if said := without_empty({sign: text_at(typed, sign) for sign in SIGNS} if isinstance(typed, dict) else {}):
        key["feedback"] = said
    return {}, key
