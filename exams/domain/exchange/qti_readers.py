"""One reader for each interaction of QTI 2.1 that an item type of ours can hold."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any
from xml.etree.ElementTree import Element

from exams.domain.exchange.items import ids, weighted_key
from exams.domain.exchange.moodle_parts import Unreadable
from exams.domain.exchange.qti_parts import number, sources, text_in, walk_declarations
from exams.domain.exchange.qti_writers import pixels

Own = Mapping[str, Any]
Read = tuple[str, dict[str, Any], dict[str, Any]]
TRUE = frozenset({"true", "t", "对", "正确", "对 true"})
FALSE = frozenset({"false", "f", "错", "错误", "错 false"})
CIRCLE_CORNERS = 16


def _right(declaration: Element) -> list[str]:
    return [(value.text or "").strip() for value in declaration.findall("correctResponse/value")]


def _mapped(declaration: Element) -> dict[str, Decimal]:
    """Return the shares of a mapping: its values ÷ the most that can be earned."""
    mapping = declaration.find("mapping")
    if mapping is None:
        return {}
    values: dict[str, Decimal] = {}
    for entry in mapping.findall("mapEntry"):
        value = number(entry.get("mappedValue"))
        if value is None:
            raise Unreadable("qti_mapping", entry.get("mappedValue", ""))
        values[entry.get("mapKey", "")] = value
    whole = number(mapping.get("upperBound")) or sum((v for v in values.values() if v > 0), Decimal(0))
    if declaration.get("cardinality") == "single":
        whole = max(values.values(), default=Decimal(0))
    if whole <= 0:
        raise Unreadable("none_correct")
    return {name: value / whole for name, value in values.items()}


def _names(rows: list[Element], prefix: str) -> dict[str, str]:
    """Return our id by identifier: what we wrote keeps its own, others get a, b, c …"""
    given = [row.get("identifier", "") for row in rows]
    if len(set(given)) != len(given) or not all(given):
        raise Unreadable("qti_identifiers", ", ".join(given))
    if all(name.startswith(prefix) and len(name) > len(prefix) for name in given):
        return {name: name[len(prefix) :] for name in given}
    return dict(zip(given, ids(len(given)), strict=True))


def _declaration(root: Element, asked: Element) -> Element:
    found = dict(walk_declarations(root)).get(asked.get("responseIdentifier", ""))
    if found is None:
        raise Unreadable("qti_no_declaration", asked.get("responseIdentifier", ""))
    return found


def choice(root: Element, asked: Element, own: Own) -> Read:
    """Read a choice; two choices called true and false are our true or false."""
    rows, declaration = asked.findall("simpleChoice"), _declaration(root, asked)
    notes = {row.get("identifier", ""): row.find("feedbackInline") for row in rows}
    for row, note in zip(rows, notes.values(), strict=True):
        if note is not None:
            row.remove(note)
    right = _right(declaration)
    if len(rows) == 2 and _is_true_false(rows) and declaration.get("cardinality") == "single":
        said = {"feedback": own["feedback"]} if own.get("feedback") else {}
        if not right:
            raise Unreadable("none_correct")
        return "true_false", {}, {"correct": _truth(rows, right[0])} | said
    names = _names(rows, "c-")
    options = _texts(rows, names, own)
    body: dict[str, Any] = {"options": options}
    if asked.get("shuffle", "false") == "false":
        body["keep_order"] = True
    feedback = {names[name]: text for name, note in notes.items() if (text := text_in(note))}
    said = {"feedback": own.get("feedback") or feedback} if own.get("feedback") or feedback else {}
    shares = {names[name]: share for name, share in _mapped(declaration).items() if name in names}
    correct = [names[name] for name in right if name in names]
    if declaration.get("cardinality") == "single":
        return "single_choice", body, _single(correct, shares) | said
    if shares and "match_correct" not in _template(root):
        ordered = list(names.values())
        return "multiple_choice", body, weighted_key(ordered, [shares.get(n, Decimal(0)) for n in ordered]) | said
    if not correct:
        raise Unreadable("none_correct")
    return "multiple_choice", body, {"correct": correct, "scoring": "all_or_nothing"} | said


def _single(correct: list[str], shares: Mapping[str, Decimal]) -> dict[str, Any]:
    best = correct or [name for name, share in shares.items() if share == 1]
    if len(best) != 1:
        raise Unreadable("none_correct" if not best else "not_one_correct")
    partly = {name: format(s.normalize(), "f") for name, s in shares.items() if name not in best and 0 < s < 1}
    return {"correct": best} | ({"weights": partly} if partly else {})


def _template(root: Element) -> str:
    processing = root.find("responseProcessing")
    return processing.get("template", "") if processing is not None else ""


def _is_true_false(rows: list[Element]) -> bool:
    words = [text_in(row).strip().lower() for row in rows]
    return {words[0] in TRUE, words[1] in TRUE} == {True, False} and any(word in FALSE for word in words)


def _truth(rows: list[Element], right: str) -> bool:
    return any(row.get("identifier") == right and text_in(row).strip().lower() in TRUE for row in rows)


def _texts(rows: list[Element], names: Mapping[str, str], own: Own) -> list[dict[str, str]]:
    kept = sources(own)
    found = []
    for row in rows:
        name = row.get("identifier", "")
        found.append({"id": names[name], "text": text_in(row, kept.get(name), is_line=True)})
    return found


def ordering(root: Element, asked: Element, own: Own) -> Read:
    """Read an order; without a word of ours, only the whole order earns."""
    rows = asked.findall("simpleChoice")
    names = _names(rows, "c-")
    order = [names[name] for name in _right(_declaration(root, asked)) if name in names]
    scoring = own.get("scoring") or "all_or_nothing"
    return "ordering", {"steps": _texts(rows, names, own)}, {"order": order, "scoring": scoring}


def matching(root: Element, asked: Element, own: Own) -> Read:
    """Read a matching of two sets; each one on the left has one match."""
    groups = asked.findall("simpleMatchSet")
    if len(groups) != 2:
        raise Unreadable("qti_interaction", "matchInteraction")
    sides = [group.findall("simpleAssociableChoice") for group in groups]
    left, right = _names(sides[0], "l-"), _names(sides[1], "r-")
    if not all(name.startswith("r-") for name in right):
        right = {name: f"r{place}" for place, name in enumerate(right, start=1)}
    declaration = _declaration(root, asked)
    pairs: dict[str, str] = {}
    for value in _right(declaration):
        first, _, second = value.partition(" ")
        if first not in left or second.strip() not in right or left[first] in pairs:
            raise Unreadable("qti_interaction", value)
        pairs[left[first]] = right[second.strip()]
    scoring = "per_pair" if declaration.find("mapping") is not None else "all_or_nothing"
    body = {"left": _texts(sides[0], left, own), "right": _texts(sides[1], right, own)}
    return "matching", body, {"pairs": pairs, "scoring": scoring}


def blanks(root: Element, asked: list[Element], own: Own) -> Read:
    """Read text entries, all of them numbers or all of them words."""
    declared = [_declaration(root, entry) for entry in asked]
    bases = {declaration.get("baseType") for declaration in declared}
    names = own.get("ids") or (
        ids(len(asked)) if len(asked) > 1 else ["n" if bases <= {"float", "integer"} else "t"]
    )
    if len(names) != len(asked) or len(set(names)) != len(names):
        raise Unreadable("qti_identifiers", str(names))
    labels = own.get("labels") or ([f"({n})" for n in range(1, len(asked) + 1)] if len(asked) > 1 else [""])
    units = own.get("units") or [""] * len(asked)
    with_units = bool(own.get("has_units", bases <= {"float", "integer"}))
    rows = [
        {"id": name, "label": label} | ({"unit": unit} if with_units else {})
        for name, label, unit in zip(names, labels, units, strict=True)
    ]
    if bases <= {"float", "integer"}:
        entries = [_number(root, declaration) for declaration in declared]
        return "numeric", {"blanks": rows}, dict(zip(names, entries, strict=True))
    if bases == {"string"}:
        return "fill_in", {"blanks": rows}, dict(zip(names, map(_accepted, declared), strict=True))
    raise Unreadable("qti_interaction", "textEntryInteraction")


def _number(root: Element, declaration: Element) -> dict[str, str]:
    right = _right(declaration)
    if len(right) != 1 or number(right[0]) is None:
        raise Unreadable("key_is_no_number", " ".join(right))
    name = declaration.get("identifier")
    spread = "0"
    for equal in root.iter("equal"):
        if any(variable.get("identifier") == name for variable in equal.iter("variable")):
            spread = _spread(equal)
    return {"value": right[0], "tolerance": spread}


def _spread(equal: Element) -> str:
    if equal.get("toleranceMode", "exact") == "exact":
        return "0"
    parts = equal.get("tolerance", "0").split()
    read = {number(part) for part in parts}
    if equal.get("toleranceMode") != "absolute" or len(read) != 1 or None in read:
        # Relative or lopsided: our tolerance is one number on both sides.
        raise Unreadable("qti_scoring", equal.get("tolerance", ""))
    return parts[0]


def _accepted(declaration: Element) -> dict[str, Any]:
    mapping = declaration.find("mapping")
    entries = mapping.findall("mapEntry") if mapping is not None else []
    shares = {number(entry.get("mappedValue")) for entry in entries}
    if len(shares) > 1:
        raise Unreadable("partial_text", declaration.get("identifier", ""))
    texts = [entry.get("mapKey", "") for entry in entries] or _right(declaration)
    # QTI's own default: capitals count.
    case = bool(entries) and any(entry.get("caseSensitive", "true") != "false" for entry in entries)
    return {"accepted": texts, "match_case": case or not entries}


def short_answer(root: Element, asked: Element, own: Own) -> Read:
    """Read a written answer; what the scorer is told is the model answer."""
    block = next((b for b in root.iter("rubricBlock") if "scorer" in b.get("view", "")), None)
    model = block.find("div") if block is not None and "rubric" in own else block
    most = own.get("most_characters") or (int(asked.get("expectedLength", "0") or 0) or 2000)
    key = {"rubric": own.get("rubric") or [], "model_answer": text_in(model, sources(own).get("model"))}
    return "short_answer", {"most_characters": min(int(most), 4000)}, key


def hazards(root: Element, asked: Element, own: Own, size: tuple[int, int] | None) -> Read:
    """Read areas of a picture; what we wrote, and nobody moved, comes back with everything asked about it."""
    picture = asked.find("object")
    areas = list(_declaration(root, asked).iter("areaMapEntry"))
    if picture is None or not areas:
        raise Unreadable("marker_without_place", "selectPointInteraction")
    size = size or _stated_size(picture)
    if size is None:
        raise Unreadable("picture_missing", picture.get("data", ""))
    name = PurePosixPath(picture.get("data", "")).name
    kept = own.get("rubric")
    if isinstance(kept, dict):
        drawn = [pixels(hazard["polygon"], size) for hazard in kept["key"]["hazards"]]
        if drawn == [area.get("coords") for area in areas]:
            return "hazard_spotting", {**kept["body"], "picture": name}, dict(kept["key"])
    found = [
        {"id": id_, "name": f"#{place}", "polygon": _polygon(area, size), "statement": id_}
        for place, (id_, area) in enumerate(zip(ids(len(areas)), areas, strict=True), start=1)
    ]
    most = int(asked.get("maxChoices", "0") or 0) or len(found) + 3
    body = {
        "picture": name, "most_taps": min(max(most, len(found)), 20), "asks": [], "severities": [], "controls": [],
        "statements": [{"id": hazard["id"], "text": str(hazard["name"])} for hazard in found],
    }  # fmt: skip
    return "hazard_spotting", body, {"hazards": found, "wrong_tap_cost": "0.25"}


def _stated_size(picture: Element) -> tuple[int, int] | None:
    width, height = number(picture.get("width")), number(picture.get("height"))
    return (int(width), int(height)) if width and height and width > 0 and height > 0 else None


def _polygon(area: Element, size: tuple[int, int]) -> list[list[str]]:
    shape = area.get("shape", "")
    try:
        numbers = [float(part) for part in area.get("coords", "").split(",")]
        if shape == "poly":
            points = list(zip(numbers[::2], numbers[1::2], strict=True))
        elif shape == "rect":
            left, top, right, bottom = numbers
            points = [(left, top), (right, top), (right, bottom), (left, bottom)]
        else:
            x, y, radius = numbers
            turns = [2 * math.pi * corner / CIRCLE_CORNERS for corner in range(CIRCLE_CORNERS)]
            points = [(x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in turns]
    except ValueError as error:
        raise Unreadable("marker_shape", f"{shape} {area.get('coords')}") from error
    return [[_share(x, size[0]), _share(y, size[1])] for x, y in points]


def _share(value: float, length: int) -> str:
    return format(Decimal(min(max(value / length, 0), 1)).quantize(Decimal("0.0001")), "f")


ONE: dict[str, Callable[[Element, Element, Own], Read]] = {
    "choiceInteraction": choice,
    "orderInteraction": ordering,
    "matchInteraction": matching,
    "extendedTextInteraction": short_answer,
}
