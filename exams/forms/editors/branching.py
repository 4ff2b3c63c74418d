"""Writing a situation that goes on as one decides: places, the choices there, and where each leads."""

from __future__ import annotations

from typing import Any

from exams.domain.form_tree import Tree, rows_at, text_at
from exams.forms.editors.editor import Shape, at_least, id_of, without_empty
from exams.item_types.paths import END


def fields(body: dict[str, Any], key: dict[str, Any]) -> Tree:
    """See Editor. The first place is where the situation begins."""
    leads, shares, said = key.get("leads", {}), key.get("shares", {}), key.get("feedback", {})
    start = body.get("start", "")
    nodes = []
    for node in sorted(body.get("nodes", []), key=lambda node: node["id"] != start):
        choices = [
            {
                **choice,
                "lead": leads.get(choice["id"], ""),
                "share": shares.get(choice["id"], ""),
                "fatal": choice["id"] in key.get("fatal", []),
                "feedback": said.get(choice["id"], ""),
            }
            for choice in node.get("choices", [])
        ]
        nodes.append(
            {"id": node["id"], "text": node["text"], "picture": node.get("picture", ""), "choices": choices}
        )
    return {"nodes": nodes if body else [{"choices": at_least([], 2)}]}


def read(tree: Tree) -> Shape:
    """See Editor."""
    nodes: list[dict[str, Any]] = []
    rows = []
    for row in rows_at(tree, "nodes"):
        choices = [{**choice, "id": id_of(choice)} for choice in rows_at(row, "choices")]
        rows += choices
        shown = [{"id": choice["id"], "text": text_at(choice, "text")} for choice in choices]
        node = {"id": id_of(row), "text": text_at(row, "text"), "choices": shown}
        nodes.append({**node, **without_empty({"picture": text_at(row, "picture")})})
    key: dict[str, Any] = {
        "leads": {row["id"]: text_at(row, "lead") or END for row in rows},
        "shares": {row["id"]: text_at(row, "share") or "0" for row in rows},
        "fatal": [row["id"] for row in rows if row.get("fatal")],
    }
    if said := without_empty({row["id"]: text_at(row, "feedback") for row in rows}):
        key["feedback"] = said
    return {"start": nodes[0]["id"] if nodes else "", "nodes": nodes}, key
