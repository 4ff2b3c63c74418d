"""Writing words to fill in: one accepted text a line."""

from __future__ import annotations

from typing import Any

from exams.domain.form_tree import Tree, rows_at, text_at
from exams.forms.editors.editor import Shape, at_least, id_of


def fields(body: dict[str, Any], key: dict[str, Any]) -> Tree:
    """See Editor."""
    blanks = []
    for blank in body.get("blanks", []):
        entry = key.get(blank["id"], {})
        accepted = "\n".join(entry.get("accepted", []))
        blanks.append({**blank, "accepted": accepted, "match_case": entry.get("match_case", False)})
    return {"blanks": at_least(blanks, 1)}


def read(tree: Tree) -> Shape:
    """See Editor."""
    rows = [{**row, "id": id_of(row)} for row in rows_at(tree, "blanks")]
    blanks = [{"id": row["id"], "label": text_at(row, "label"), "unit": text_at(row, "unit")} for row in rows]
    key = {
        row["id"]: {
            "accepted": [line.strip() for line in text_at(row, "accepted").splitlines() if line.strip()],
            "match_case": bool(row.get("match_case")),
        }
        for row in rows
    }
    return {"blanks": blanks}, key
