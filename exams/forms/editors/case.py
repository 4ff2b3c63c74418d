"""Writing a case: each of its questions is written as its own type is."""

from __future__ import annotations

from typing import Any

from exams.domain.form_tree import Tree, rows_at, text_at
from exams.forms.editors.editor import Shape, editor_of, id_of
from exams.item_types.registry import REGISTRY

COMMONEST = "single_choice"


def part_types() -> list[str]:
    """Return the types that a question of a case may have: those answered in one go."""
    fit = [k for k in REGISTRY.values() if not k.is_stepwise and k.code != "case"]
    return [kind.code for kind in sorted(fit, key=lambda kind: kind.place)]


def fields(body: dict[str, Any], key: dict[str, Any]) -> Tree:
    """See Editor."""
    parts = []
    for part in body.get("parts", []):
        inner = editor_of(part["item_type"]).fields(part["body"], key.get(part["id"], {}))
        names = ("id", "item_type", "stem", "points")
        parts.append({**{name: part[name] for name in names}, "fields": inner})
    return {"parts": parts}


def read(tree: Tree) -> Shape:
    """See Editor."""
    parts, key = [], {}
    for row in rows_at(tree, "parts"):
        kind = text_at(row, "item_type")
        code = kind if kind in part_types() else COMMONEST
        inner = row.get("fields")
        editor = editor_of(code)
        body, part_key = editor.read(inner if isinstance(inner, dict) and inner else editor.fields({}, {}))
        part = {"id": id_of(row), "item_type": code, "stem": text_at(row, "stem"), "body": body}
        parts.append({**part, "points": text_at(row, "points") or "1"})
        key[part["id"]] = part_key
    return {"parts": parts}, key
