"""Writing steps: they are written in the right order; candidates always see another one."""

from __future__ import annotations

from typing import Any

from exams.domain.form_tree import Tree, rows_at, text_at
from exams.forms.editors.editor import Shape, at_least, rows_of_text
from exams.item_types.ordering import SCORINGS


def fields(body: dict[str, Any], key: dict[str, Any]) -> Tree:
    """See Editor."""
    order = key.get("order", [])
    steps = sorted(body.get("steps", []), key=lambda s: order.index(s["id"]) if s["id"] in order else len(order))
    return {"steps": steps if body else at_least([], 4), "scoring": key.get("scoring", SCORINGS[0])}


def read(tree: Tree) -> Shape:
    """See Editor. The body holds the steps by their ids, which tell nothing."""
    steps = rows_of_text(rows_at(tree, "steps"))
    key = {"order": [step["id"] for step in steps], "scoring": text_at(tree, "scoring") or SCORINGS[0]}
    return {"steps": sorted(steps, key=lambda step: step["id"])}, key
