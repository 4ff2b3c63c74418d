"""Writing what belongs together; some on the right may belong to none."""

from __future__ import annotations

from typing import Any

from exams.domain.form_tree import Tree, rows_at, text_at
from exams.forms.editors.editor import Shape, at_least, id_of, rows_of_text, without_empty
from exams.item_types.matching import SCORINGS


def fields(body: dict[str, Any], key: dict[str, Any]) -> Tree:
    """See Editor."""
    pairs = key.get("pairs", {})
    left = [{**row, "match": pairs.get(row["id"], "")} for row in body.get("left", [])]
    return {
        "left": left if body else at_least([], 3),
        "right": body.get("right", []) if body else at_least([], 4),
        "scoring": key.get("scoring", SCORINGS[0]),
    }


def read(tree: Tree) -> Shape:
    """See Editor."""
    rows = [{**row, "id": id_of(row)} for row in rows_at(tree, "left")]
    body = {"left": rows_of_text(rows), "right": rows_of_text(rows_at(tree, "right"))}
    known = {row["id"] for row in body["right"]}
    pairs = without_empty({row["id"]: text_at(row, "match") for row in rows})
    kept = {left: right for left, right in pairs.items() if right in known}
    return body, {"pairs": kept, "scoring": text_at(tree, "scoring") or SCORINGS[0]}
