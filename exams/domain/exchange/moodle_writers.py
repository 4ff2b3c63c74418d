"""One writer for each item type that Moodle XML can hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from exams.domain.exchange.items import BankItem, percent, shares_of
from exams.domain.exchange.moodle_parts import Unreadable, files_of, put, put_file, put_text, sound
from exams.domain.exchange.picture_names import names_in
from exams.domain.exchange.whole import TYPES, note_of

Pictures = Mapping[str, bytes]
SizeOf = Callable[[bytes], tuple[int, int] | None]
Writer = Callable[[Element, BankItem, Pictures, SizeOf], tuple[str, dict[str, Any]]]


def _answer(question: Element, text: str, share: Decimal, pictures: Pictures, feedback: str = "") -> None:
    answer = put_text(question, "answer", text, pictures, fraction=percent(share))
    put_text(answer, "feedback", feedback, pictures)


def _choice(question: Element, item: BankItem, pictures: Pictures, size_of: SizeOf) -> tuple[str, dict[str, Any]]:
    options = item.body["options"]
    names = [option["id"] for option in options]
    extra: dict[str, Any] = {"ids": names, "keep_order": item.body.get("keep_order", False)}
    if item.item_type == "multiple_choice":
        shares, is_exact = shares_of(names, item.key)
        extra |= {} if is_exact else {"scoring": "all_or_nothing"}
    else:
        weights = item.key.get("weights", {})
        shares = [Decimal(1 if name in item.key["correct"] else str(weights.get(name, 0))) for name in names]
    put(question, "single", "false" if item.item_type == "multiple_choice" else "true")
    put(question, "shuffleanswers", "false" if extra["keep_order"] else "true")
    put(question, "answernumbering", "ABCD")
    notes = item.key.get("feedback", {})
    for option, share in zip(options, shares, strict=True):
        _answer(question, option["text"], share, pictures, notes.get(option["id"], ""))
    return "multichoice", extra


def _true_false(
    question: Element, item: BankItem, pictures: Pictures, size_of: SizeOf
) -> tuple[str, dict[str, Any]]:
    for word, value in (("true", True), ("false", False)):
        answer = SubElement(question, "answer", {"fraction": "100" if item.key["correct"] is value else "0"})
        put(answer, "text", word)
    return "truefalse", {"feedback": item.key.get("feedback")}


def _one_blank(item: BankItem) -> dict[str, Any]:
    blanks = item.body["blanks"]
    if len(blanks) != 1:
        raise Unreadable("format_one_blank", item.code)
    return dict(blanks[0])


def _numeric(question: Element, item: BankItem, pictures: Pictures, size_of: SizeOf) -> tuple[str, dict[str, Any]]:
    blank = _one_blank(item)
    entry = item.key[blank["id"]]
    answer = SubElement(question, "answer", {"fraction": "100"})
    put(answer, "text", str(entry["value"]))
    put(answer, "tolerance", str(entry["tolerance"]))
    if blank.get("unit"):
        unit = SubElement(SubElement(question, "units"), "unit")
        put(unit, "multiplier", "1")
        put(unit, "unit_name", blank["unit"])
        put(question, "unitgradingtype", "0")
        put(question, "showunits", "3")
    return "numerical", {"ids": [blank["id"]], "labels": [blank.get("label", "")]}


def _fill_in(question: Element, item: BankItem, pictures: Pictures, size_of: SizeOf) -> tuple[str, dict[str, Any]]:
    blank = _one_blank(item)
    entry = item.key[blank["id"]]
    put(question, "usecase", "1" if entry.get("match_case") else "0")
    for text in entry["accepted"]:
        put(SubElement(question, "answer", {"fraction": "100", "format": "plain_text"}), "text", text)
    return "shortanswer", {"ids": [blank["id"]], "labels": [blank.get("label", "")]}


def _matching(
    question: Element, item: BankItem, pictures: Pictures, size_of: SizeOf
) -> tuple[str, dict[str, Any]]:
    right = {side["id"]: side["text"] for side in item.body["right"]}
    pairs = item.key["pairs"]
    put(question, "shuffleanswers", "true")
    for side in item.body["left"]:
        row = put_text(question, "subquestion", side["text"], pictures)
        put(SubElement(row, "answer"), "text", right[pairs[side["id"]]])
    for name in [name for name in right if name not in pairs.values()]:
        row = put_text(question, "subquestion", "", pictures)
        put(SubElement(row, "answer"), "text", right[name])
    sides = {"ids": [side["id"] for side in item.body["left"]], "rubric": [[name, right[name]] for name in right]}
    return "matching", {**sides, "scoring": item.key.get("scoring")}


def _ordering(
    question: Element, item: BankItem, pictures: Pictures, size_of: SizeOf
) -> tuple[str, dict[str, Any]]:
    texts = {step["id"]: step["text"] for step in item.body["steps"]}
    grading = {"all_or_nothing": "ALL_OR_NOTHING", "neighbours": "RELATIVE_NEXT_EXCLUDE_LAST"}
    put(question, "layouttype", "VERTICAL")
    put(question, "selecttype", "ALL")
    put(question, "selectcount", str(len(texts)))
    put(question, "gradingtype", grading[item.key.get("scoring", "all_or_nothing")])
    for place, name in enumerate(item.key["order"], start=1):
        put_text(question, "answer", texts[name], pictures, fraction=f"{place}.0")
    return "ordering", {"ids": list(item.key["order"]), "labels": [step["id"] for step in item.body["steps"]]}


def _short_answer(
    question: Element, item: BankItem, pictures: Pictures, size_of: SizeOf
) -> tuple[str, dict[str, Any]]:
    put(question, "responseformat", "plain")
    put(question, "responserequired", "1")
    put_text(question, "graderinfo", str(item.key.get("model_answer", "")), pictures)
    rubric = {"rubric": item.key.get("rubric", [])}
    return "essay", {"most_characters": item.body.get("most_characters"), "rubric": rubric}


def _hazard_spotting(
    question: Element, item: BankItem, pictures: Pictures, size_of: SizeOf
) -> tuple[str, dict[str, Any]]:
    name = item.body["picture"]
    size = size_of(pictures.get(name, b""))
    if size is None:
        raise Unreadable("picture_missing", name)
    put_file(question, name, pictures[name])
    put(question, "shuffleanswers", "0")
    for number, hazard in enumerate(item.key["hazards"], start=1):
        drag = SubElement(question, "drag")
        put(drag, "no", str(number))
        put(drag, "text", sound(hazard["name"]))
        put(drag, "noofdrags", "1")
        drop = SubElement(question, "drop")
        put(drop, "no", str(number))
        put(drop, "shape", "polygon")
        put(drop, "coords", ";".join(_pixels(point, size) for point in hazard["polygon"]))
        put(drop, "choice", str(number))
    # Severity, control, list form and the cost of wrong taps have no place there.
    return "ddmarker", {"rubric": {"body": dict(item.body), "key": dict(item.key)}}


def _pixels(point: list[str], size: tuple[int, int]) -> str:
    return ",".join(str(round(Decimal(str(part)) * length)) for part, length in zip(point, size, strict=True))


def _whole(question: Element, item: BankItem, pictures: Pictures, size_of: SizeOf) -> tuple[str, dict[str, Any]]:
    there = files_of(question)
    for name in names_in(item):
        if name not in pictures:
            raise Unreadable("picture_missing", name)
        if name not in there:
            put_file(question, name, pictures[name])
    return "description", {"whole": note_of(item)}


WRITERS: dict[str, Writer] = {
    "single_choice": _choice,
    "multiple_choice": _choice,
    "true_false": _true_false,
    "numeric": _numeric,
    "fill_in": _fill_in,
    "matching": _matching,
    "ordering": _ordering,
    "short_answer": _short_answer,
    "hazard_spotting": _hazard_spotting,
    **dict.fromkeys(TYPES, _whole),
}
