"""One reader for each question type of Moodle XML that an item type of ours can hold."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.etree.ElementTree import Element

from exams.domain.exchange.items import ids, texts_with_ids, weighted_key
from exams.domain.exchange.moodle_parts import Unreadable, files_of, fraction, text_of
from exams.domain.exchange.whole import read_note

SizeOf = Callable[[bytes], tuple[int, int] | None]
Read = tuple[str, dict[str, Any], dict[str, Any]]
Reader = Callable[[Element, dict[str, Any], SizeOf], Read]
CIRCLE_CORNERS = 16


def _flag(question: Element, tag: str) -> bool:
    return (question.findtext(tag) or "").strip().lower() in ("1", "true")


def _choice(question: Element, kept: dict[str, Any], size_of: SizeOf) -> Read:
    answers = question.findall("answer")
    texts = [text_of(answer) for answer in answers]
    if len(texts) < 2 or not all(texts):
        raise Unreadable("two_options_at_least", question.findtext("name/text") or "")
    options = texts_with_ids(texts, kept.get("ids"))
    names = [option["id"] for option in options]
    body: dict[str, Any] = {"options": options}
    if kept.get("keep_order") or question.findtext("shuffleanswers") in ("0", "false"):
        body["keep_order"] = True
    notes = {name: text_of(answer.find("feedback")) for name, answer in zip(names, answers, strict=True)}
    notes = {name: note for name, note in notes.items() if note}
    said = {"feedback": notes} if notes else {}
    shares = [fraction(answer) for answer in answers]
    if _flag(question, "single"):
        right = [name for name, share in zip(names, shares, strict=True) if share == 1]
        if not right:
            raise Unreadable("none_correct", texts[0])
        partly = {n: format(s.normalize(), "f") for n, s in zip(names, shares, strict=True) if s not in (0, 1)}
        return "single_choice", body, {"correct": right} | ({"weights": partly} if partly else {}) | said
    if not any(share > 0 for share in shares):
        raise Unreadable("none_correct", texts[0])
    key = weighted_key(names, shares)
    if kept.get("scoring") == "all_or_nothing":
        key = {"correct": key["correct"], "scoring": "all_or_nothing"}
    return "multiple_choice", body, key | said


def _true_false(question: Element, kept: dict[str, Any], size_of: SizeOf) -> Read:
    right = [answer.findtext("text") for answer in question.findall("answer") if fraction(answer) == 1]
    if len(right) != 1 or (right[0] or "").strip().lower() not in ("true", "false"):
        raise Unreadable("none_correct", str(right))
    said = {"feedback": kept["feedback"]} if kept.get("feedback") else {}
    return "true_false", {}, {"correct": (right[0] or "").strip().lower() == "true"} | said


def _label(kept: dict[str, Any]) -> str:
    return str((kept.get("labels") or [""])[0])


def _numeric(question: Element, kept: dict[str, Any], size_of: SizeOf) -> Read:
    answers = question.findall("answer")
    if len(answers) != 1 or fraction(answers[0]) != 1:
        raise Unreadable("several_numbers", question.findtext("name/text") or "")
    value, tolerance = (
        (answers[0].findtext("text") or "").strip(),
        (answers[0].findtext("tolerance") or "0").strip(),
    )
    try:
        sound = Decimal(value).is_finite() and Decimal(tolerance) >= 0
    except InvalidOperation:
        sound = False
    if not sound:
        raise Unreadable("key_is_no_number", f"{value} ± {tolerance}")
    units = question.findall("units/unit")
    if any(Decimal(unit.findtext("multiplier") or "1") != 1 for unit in units):
        raise Unreadable("several_units", question.findtext("name/text") or "")
    [name] = kept.get("ids") or ["n"]
    unit = (units[0].findtext("unit_name") or "").strip() if units else ""
    blank = {"id": name, "label": _label(kept), "unit": unit}
    return "numeric", {"blanks": [blank]}, {name: {"value": value, "tolerance": tolerance}}


def _fill_in(question: Element, kept: dict[str, Any], size_of: SizeOf) -> Read:
    answers = question.findall("answer")
    if not answers or any(fraction(answer) not in (0, 1) for answer in answers):
        raise Unreadable("partial_text", question.findtext("name/text") or "")
    accepted = [(answer.findtext("text") or "").strip() for answer in answers if fraction(answer) == 1]
    if any("*" in text for text in accepted) and "ids" not in kept:
        raise Unreadable("moodle_wildcard", next(text for text in accepted if "*" in text))
    [name] = kept.get("ids") or ["t"]
    entry = {"accepted": accepted, "match_case": _flag(question, "usecase")}
    return "fill_in", {"blanks": [{"id": name, "label": _label(kept)}]}, {name: entry}


def _matching(question: Element, kept: dict[str, Any], size_of: SizeOf) -> Read:
    rows = [(text_of(row), (row.findtext("answer/text") or "").strip()) for row in question.findall("subquestion")]
    pairs = [(left, right) for left, right in rows if left]
    if len(pairs) < 2 or not all(right for _, right in rows):
        raise Unreadable("two_pairs_at_least", question.findtext("name/text") or "")
    texts = list(dict.fromkeys(right for _, right in rows))
    listed = [tuple(entry) for entry in kept.get("rubric") or []]
    if {text for _, text in listed} != set(texts):
        listed = [(f"r{place}", text) for place, text in enumerate(texts, start=1)]
    name_of = {text: name for name, text in listed}
    left = texts_with_ids([text for text, _ in pairs], kept.get("ids"))
    body = {"left": left, "right": [{"id": name, "text": text} for name, text in listed]}
    key = {side["id"]: name_of[right] for side, (_, right) in zip(left, pairs, strict=True)}
    return "matching", body, {"pairs": key, "scoring": kept.get("scoring") or "per_pair"}


def _ordering(question: Element, kept: dict[str, Any], size_of: SizeOf) -> Read:
    answers = sorted(question.findall("answer"), key=lambda answer: float(answer.get("fraction", "0")))
    texts = [text_of(answer) for answer in answers]
    if len(texts) < 2 or not all(texts):
        raise Unreadable("two_steps_at_least", question.findtext("name/text") or "")
    steps = texts_with_ids(texts, kept.get("ids"))
    order = [step["id"] for step in steps]
    shown = kept.get("labels") or order
    steps = sorted(steps, key=lambda step: shown.index(step["id"])) if set(shown) == set(order) else steps
    whole = (question.findtext("gradingtype") or "") in ("ALL_OR_NOTHING", "-1")
    return "ordering", {"steps": steps}, {"order": order, "scoring": "all_or_nothing" if whole else "neighbours"}


def _short_answer(question: Element, kept: dict[str, Any], size_of: SizeOf) -> Read:
    rubric = (kept.get("rubric") or {}).get("rubric", [])
    key = {"rubric": rubric, "model_answer": text_of(question.find("graderinfo"))}
    return "short_answer", {"most_characters": kept.get("most_characters") or 2000}, key


def _hazard_spotting(question: Element, kept: dict[str, Any], size_of: SizeOf) -> Read:
    if kept.get("rubric"):
        return "hazard_spotting", dict(kept["rubric"]["body"]), dict(kept["rubric"]["key"])
    file = question.find("file")
    size = size_of(files_of(question).get(file.get("name", ""), b"")) if file is not None else None
    if file is None or size is None:
        raise Unreadable("picture_missing", question.findtext("name/text") or "")
    names = {drag.findtext("no"): (drag.findtext("text") or "").strip() for drag in question.findall("drag")}
    drops = question.findall("drop")
    if not drops or any(not names.get(drop.findtext("choice")) for drop in drops):
        raise Unreadable("marker_without_place", question.findtext("name/text") or "")
    hazards = [
        {"id": name, "name": names[drop.findtext("choice")], "polygon": _polygon(drop, size), "statement": name}
        for name, drop in zip(ids(len(drops)), drops, strict=True)
    ]
    body = {
        "picture": file.get("name", ""),
        "most_taps": len(hazards) + 3,
        "asks": [],
        "severities": [],
        "controls": [],
        "statements": [{"id": hazard["id"], "text": hazard["name"]} for hazard in hazards],
    }
    return "hazard_spotting", body, {"hazards": hazards, "wrong_tap_cost": "0.25"}


def _polygon(drop: Element, size: tuple[int, int]) -> list[list[str]]:
    """Return the corners relative to the picture; a rectangle has four, a circle sixteen."""
    shape, coords = (drop.findtext("shape") or "").lower(), drop.findtext("coords") or ""
    try:
        parts = [[float(number) for number in part.split(",")] for part in coords.split(";") if part.strip()]
        if shape == "polygon":
            points = [(part[0], part[1]) for part in parts]
        elif shape == "rectangle":
            (x, y), (width, height) = parts
            points = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        elif shape == "circle":
            (x, y), (radius,) = parts
            turns = [2 * math.pi * corner / CIRCLE_CORNERS for corner in range(CIRCLE_CORNERS)]
            points = [(x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in turns]
        else:
            raise ValueError(shape)
    except (ValueError, IndexError) as error:
        raise Unreadable("marker_shape", f"{shape} {coords}") from error
    if len(points) < 3:
        raise Unreadable("marker_shape", coords)
    return [[_share(x, size[0]), _share(y, size[1])] for x, y in points]


def _share(value: float, length: int) -> str:
    return format(Decimal(min(max(value / length, 0), 1)).quantize(Decimal("0.0001")), "f")


def _whole(question: Element, kept: dict[str, Any], size_of: SizeOf) -> Read:
    """Read what only we ask, from our note; to other systems it is a text without a question."""
    if "whole" not in kept:
        raise Unreadable("moodle_type", "description")
    return read_note(kept["whole"])


READERS: dict[str, Reader] = {
    "multichoice": _choice,
    "truefalse": _true_false,
    "numerical": _numeric,
    "shortanswer": _fill_in,
    "matching": _matching,
    "ordering": _ordering,
    "essay": _short_answer,
    "ddmarker": _hazard_spotting,
    "description": _whole,
}
