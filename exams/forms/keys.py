"""Correcting a key: the few fields of an item that may change after use, and the key that they give.

The fields are those of the type's editor. What else stands in them is shown and never read back: the wording stays.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from exams.domain.form_tree import Tree, text_at
from exams.forms.editors.editor import editor_of
from exams.item_types.registry import item_type

OPEN = {
    "numeric": {"value", "tolerance"},
    "fill_in": {"accepted", "match_case"},
    "ordering": {"place"},
    "matching": {"match"},
    "hazard_spotting": {"counts", "wrong_tap_cost"},
    "branching": {"share", "fatal"},
}
CHOSEN = {"right"}


def key_fields(code: str, body: dict[str, Any], key: dict[str, Any]) -> Tree:
    """Return the fields that show a key; "choices" of a type that is answered by choosing."""
    kind = item_type(code)
    if code == "case":
        return {"parts": [_part_fields(part, key[part["id"]]) for part in body["parts"]]}
    if choices := kind.key_choices(body, key):
        return {"choices": [{"id": one.id, "text": one.text, "right": one.is_right} for one in choices]}
    tree = editor_of(code).fields(body, key)
    if code == "ordering":
        tree["steps"] = [{**step, "place": str(place)} for place, step in enumerate(tree["steps"], start=1)]
    if code == "hazard_spotting":
        tree["hazards"] = [{**hazard, "counts": True} for hazard in tree["hazards"]]
        tree["overlays"] = kind.drawn(body, key, kind.right_value(body, key))["overlays"]
    return tree


def _part_fields(part: dict[str, Any], key: dict[str, Any]) -> Tree:
    code = part["item_type"]
    shown = {"id": part["id"], "item_type": code, "stem": part["stem"]}
    return {**shown, "fields": key_fields(code, part["body"], key)}


def filled(code: str, shown: Tree, typed: Tree) -> Tree:
    """Return the fields as they were filled in; whatever is not open stays as shown."""
    if code == "case":
        rows = _by_id(typed.get("parts"))
        parts = [
            {
                **part,
                "fields": filled(part["item_type"], part["fields"], _tree(rows.get(part["id"], {}).get("fields"))),
            }
            for part in shown["parts"]
        ]
        return {"parts": parts}
    names = CHOSEN if "choices" in shown else OPEN.get(code, set()) | set(shown.get("asks", []))
    return _filled(shown, typed, names)


def _filled(shown: Tree, typed: Tree, names: Collection[str]) -> Tree:
    tree = {}
    for name, value in shown.items():
        if name in names:
            tree[name] = text_at(typed, name)
        elif isinstance(value, list):
            rows = _by_id(typed.get(name))
            tree[name] = [
                _filled(row, rows.get(row.get("id"), {}), names) if isinstance(row, dict) else row for row in value
            ]
        else:
            tree[name] = value
    return tree


def _tree(value: Any) -> Tree:
    return value if isinstance(value, dict) else {}


def _by_id(rows: Any) -> dict[Any, Tree]:
    return {row.get("id"): row for row in rows if isinstance(row, dict)} if isinstance(rows, list) else {}


def read_key(code: str, body: dict[str, Any], key: dict[str, Any], fields: Tree) -> dict[str, Any]:
    """Return the key that filled fields give, the one there is where they change nothing; raises ValidationError.

    Whether it fits the wording is the type's to say.
    """
    if code == "case":
        pairs = zip(body["parts"], fields["parts"], strict=True)
        return {
            part["id"]: read_key(part["item_type"], part["body"], key[part["id"]], row["fields"])
            for part, row in pairs
        }
    if "choices" in fields:
        return _key_of_choices(code, body, key, [row["id"] for row in fields["choices"] if row["right"]])
    editor = editor_of(code)
    new = editor.read(_as_written(fields))[1]
    return key if new == editor.read(editor.fields(body, key))[1] else new


def _key_of_choices(code: str, body: dict[str, Any], key: dict[str, Any], chosen: list[str]) -> dict[str, Any]:
    kind = item_type(code)
    if not chosen:
        raise ValidationError(_("Choose at least one right option."))
    if chosen == [choice.id for choice in kind.key_choices(body, key) if choice.is_right]:
        return key
    try:
        return kind.key_of_choices(body, key, chosen)
    except ValueError as error:
        raise ValidationError(
            _("A statement cannot be true and false. Let it count for everybody instead.")
        ) from error


def _as_written(fields: Tree) -> Tree:
    """Return the fields as the editor of the type has them."""
    tree = dict(fields)
    if "steps" in tree:
        steps = {row["place"]: row for row in tree["steps"]}
        places = [str(place) for place in range(1, len(tree["steps"]) + 1)]
        if set(steps) != set(places):
            raise ValidationError(_("Give every step a place of its own."))
        tree["steps"] = [steps[place] for place in places]
    if "hazards" in tree:
        tree["hazards"] = [row for row in tree["hazards"] if row["counts"]]
    return tree
