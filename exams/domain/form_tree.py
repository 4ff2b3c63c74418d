"""Fields of a plain HTML form as a tree, and rows that come, go and move in it.

"options.0.text" is the text of the first option. A name that ends in "[]" holds several values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Tree = dict[str, Any]


def read_tree(data: Mapping[str, Sequence[str]], *, root: str) -> Tree:
    """Return the fields whose names begin with `root` and a dot; rows stand in the order of their numbers."""
    tree: Tree = {}
    for name in data:
        path = name.split(".")
        if path[0] != root or len(path) < 2:
            continue
        values = data[name]
        leaf = path[-1]
        place = tree
        for step in path[1:-1]:
            place = place.setdefault(step, {})
            if not isinstance(place, dict):
                raise ValueError("A field is both a value and a row.")
        place[leaf.removesuffix("[]")] = list(values) if leaf.endswith("[]") else values[-1]
    return {name: _with_lists(value) for name, value in tree.items()}


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    parts = {name: _with_lists(part) for name, part in value.items()}
    if parts and all(name.isdecimal() for name in parts):
        return [parts[name] for name in sorted(parts, key=int)]
    return parts


def rows_at(tree: Tree, name: str) -> list[Tree]:
    """Return the rows of a name; none when there are none."""
    rows = tree.get(name, [])
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def text_at(tree: Tree, name: str) -> str:
    """Return the text of a name without spaces at its ends; empty when there is none."""
    value = tree.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def with_row_changed(tree: Tree, deed: str, *, new: Tree | None = None) -> Tree:
    """Return the tree after one deed: "add:options", "remove:options.2", "up:options.2" or "down:options.2".

    A deed that points nowhere changes nothing: somebody pressed a button of a row that is gone.
    """
    verb, _colon, path = deed.partition(":")
    *steps, last = path.split(".")
    if verb == "add":
        holder = _reached(tree, steps)
        if isinstance(holder, dict):
            rows = holder.get(last)
            holder[last] = [*(rows if isinstance(rows, list) else []), dict(new or {})]
        return tree
    rows = _reached(tree, steps)
    if isinstance(rows, list) and last.isdecimal() and int(last) < len(rows):
        _change(rows, verb, int(last))
    return tree


def _reached(tree: Any, steps: Sequence[str]) -> Any:
    for step in steps:
        if isinstance(tree, dict):
            tree = tree.get(step)
        elif isinstance(tree, list) and step.isdecimal() and int(step) < len(tree):
            tree = tree[int(step)]
        else:
            return None
    return tree


def _change(rows: list[Any], verb: str, place: int) -> None:
    if verb == "remove":
        rows.pop(place)
    elif verb == "up" and place > 0:
        rows.insert(place - 1, rows.pop(place))
    elif verb == "down":
        rows.insert(place + 1, rows.pop(place))
