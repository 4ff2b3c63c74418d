"""Writing a question that is answered in sentences: the rubric by which a person marks it."""

from __future__ import annotations

from typing import Any

from exams.domain.form_tree import Tree, rows_at, text_at
from exams.forms.editors.editor import Shape, at_least, id_of, whole_number
from exams.item_types.short_answer import DEFAULT_CHARACTERS


def fields(body: dict[str, Any], key: dict[str, Any]) -> Tree:
    """See Editor."""
    return {
        "most_characters": str(body.get("most_characters", DEFAULT_CHARACTERS)),
        "rubric": key.get("rubric", []) if body else at_least([], 2),
        "model_answer": key.get("model_answer", ""),
    }


def read(tree: Tree) -> Shape:
    """See Editor."""
    rubric = [
        {"id": id_of(row), "text": text_at(row, "text"), "share": text_at(row, "share")}
        for row in rows_at(tree, "rubric")
    ]
    key = {"rubric": rubric, "model_answer": text_at(tree, "model_answer")}
    return {"most_characters": whole_number(text_at(tree, "most_characters"))}, key
