"""Writing numbers to fill in."""

from __future__ import annotations

from typing import Any

from exams.domain.form_tree import Tree, rows_at, text_at
from exams.forms.editors.editor import Shape, at_least, id_of


def fields(body: dict[str, Any], key: dict[str, Any]) -> Tree:
    """See Editor."""
    return {"blanks": at_least([{**blank, **key.get(blank["id"], {})} for blank in body.get("blanks", [])], 1)}


def read(tree: Tree) -> Shape:
    """See Editor."""
    rows = [{**row, "id": id_of(row)} for row in rows_at(tree, "blanks")]
    blanks = [{"id": row["id"], "label": text_at(row, "label"), "unit": text_at(row, "unit")} for row in rows]
    key = {
        row["id"]: {"value": text_at(row, "value"), "tolerance": text_at(row, "tolerance") or "0"} for row in rows
    }
    return {"blanks": blanks}, key
