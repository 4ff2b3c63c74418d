"""Options with what each is worth and what is said to whoever chooses it."""

from __future__ import annotations

from typing import Any

from exams.domain.form_tree import Tree, rows_at, text_at
from exams.forms.editors.editor import Shape, at_least, id_of, without_empty


def choice_fields(body: dict[str, Any], key: dict[str, Any]) -> Tree:
    """Return the fields of options: text, right, weight, feedback."""
    weights, said = key.get("weights", {}), key.get("feedback", {})
    right = key.get("correct", [])
    options = [
        {
            **option,
            "right": option["id"] in right,
            "weight": weights.get(option["id"], ""),
            "feedback": said.get(option["id"], ""),
        }
        for option in body.get("options", [])
    ]
    return {"options": options if body else at_least([], 4), "keep_order": body.get("keep_order", False)}


def read_choices(tree: Tree) -> Shape:
    """Return body and key of options; which are right is told by "right" of each row."""
    rows = [{**row, "id": id_of(row)} for row in rows_at(tree, "options")]
    body: dict[str, Any] = {
        "options": [{"id": row["id"], "text": text_at(row, "text")} for row in rows],
        "keep_order": bool(tree.get("keep_order")),
    }
    key: dict[str, Any] = {"correct": [row["id"] for row in rows if row.get("right")]}
    if weights := without_empty({row["id"]: text_at(row, "weight") for row in rows}):
        key["weights"] = weights
    if said := without_empty({row["id"]: text_at(row, "feedback") for row in rows}):
        key["feedback"] = said
    return body, key
