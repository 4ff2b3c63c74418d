"""Writing hazards on a picture: outlines drawn or typed, what is asked about each, and the list form."""

from __future__ import annotations

from typing import Any

from exams.domain.form_tree import Tree, rows_at, text_at
from exams.forms.editors.editor import Shape, at_least, id_of, rows_of_text, whole_number, without_empty
from exams.item_types.hazards import ASKS

OPTIONAL = ("severity", "control")


def outline_text(polygon: list[list[str]]) -> str:
    """Return an outline as it is typed: one corner a line, from the left and from the top in shares of the picture."""
    return "\n".join(", ".join(str(number) for number in corner) for corner in polygon)


def read_outline(text: str) -> list[list[str]]:
    """Return the corners that were typed; what is no number stays as it is, for the check to name."""
    corners = []
    for line in text.replace("，", ",").splitlines():
        if line.strip():
            x, _comma, y = line.partition(",")
            corners.append([x.strip(), y.strip()])
    return corners


def fields(body: dict[str, Any], key: dict[str, Any]) -> Tree:
    """See Editor."""
    hazards = [{**hazard, "polygon": outline_text(hazard["polygon"])} for hazard in key.get("hazards", [])]
    return {
        "picture": body.get("picture", ""),
        "most_taps": str(body.get("most_taps", 8)),
        "asks": body.get("asks", []),
        "severities": body.get("severities", []),
        "controls": body.get("controls", []),
        "statements": body.get("statements", []) if body else at_least([], 3),
        "hazards": hazards if body else at_least([], 1),
        "wrong_tap_cost": key.get("wrong_tap_cost", "0.25"),
    }


def read(tree: Tree) -> Shape:
    """See Editor."""
    asks = tree.get("asks", [])
    body = {
        "picture": text_at(tree, "picture"),
        "most_taps": whole_number(text_at(tree, "most_taps")),
        "asks": [ask for ask in ASKS if ask in asks],
        "severities": rows_of_text(rows_at(tree, "severities")),
        "controls": rows_of_text(rows_at(tree, "controls")),
        "statements": rows_of_text(rows_at(tree, "statements")),
    }
    hazards = [
        {
            "id": id_of(row),
            "name": text_at(row, "name"),
            "polygon": read_outline(text_at(row, "polygon")),
            "statement": text_at(row, "statement"),
            **without_empty({name: text_at(row, name) for name in OPTIONAL}),
        }
        for row in rows_at(tree, "hazards")
    ]
    return body, {"hazards": hazards, "wrong_tap_cost": text_at(tree, "wrong_tap_cost")}
