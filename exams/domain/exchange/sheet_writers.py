"""Items as cells of the table; what a row cannot hold the same way back is kept out and said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from exams.domain.exchange import sheet
from exams.domain.exchange.items import BankItem, KeptOut
from exams.domain.exchange.moodle_parts import Unreadable
from exams.domain.exchange.sheet_columns import COLUMNS, LETTERS, TYPES
from exams.domain.exchange.whole import cell_of

Cells = dict[str, str]
_LAST_PICTURE = re.compile(r"(?s)(.+)\n\n!\[([^\[\]]*)\]\(picture:([^()\n]+)\)")


def write(items: Iterable[BankItem]) -> tuple[list[Cells], list[KeptOut]]:
    """Return one row of cells by field for each item that a row can hold, and the others with the reason.

    A row is written only if reading it gives the same question: nothing changes in silence.
    """
    rows: list[Cells] = []
    kept_out: list[KeptOut] = []
    for item in items:
        try:
            cells = _row(item)
            is_same = _comes_back(item, cells)
        except Unreadable as trouble:
            kept_out.append(KeptOut(item.code, trouble.code))
            continue
        if is_same:
            rows.append(cells)
        else:
            kept_out.append(KeptOut(item.code, "sheet_signs"))
    return rows, kept_out


def _comes_back(item: BankItem, cells: Cells) -> bool:
    headings = [COLUMNS[name][0] for name in COLUMNS]
    reading = sheet.read(headings, [(2, [cells.get(name, "") for name in COLUMNS])], {})
    if len(reading.found) != 1:
        return False
    back = reading.found[0].item
    return (back.stem, shape(back)) == (
        item.stem.strip(),
        shape(item),
    ) and back.explanation == item.explanation.strip()


def shape(item: BankItem) -> Any:
    """Return a question without its ids: places stand for them, so that a renamed option is the same option."""
    if item.item_type in sheet.WHOLE:
        return [item.item_type, dict(item.body), dict(item.key)]  # they come back with their ids
    names: dict[str, str] = {}
    body = dict(item.body)
    if item.item_type == "ordering":
        # In which order the bank keeps the steps is never shown.
        body["steps"] = sorted(body["steps"], key=lambda step: list(item.key["order"]).index(step["id"]))
    if item.item_type == "matching":
        body["right"] = sorted(body["right"], key=lambda row: str(row["text"]))
    for rows in body.values():
        for row in rows if isinstance(rows, list) else []:
            names.setdefault(row["id"], f"#{len(names)}")
    for place, line in enumerate(item.key.get("rubric", [])):
        names.setdefault(line["id"], f"#r{place}")
    return _places([item.item_type, _plain(body), _plain(item.key)], names)


def _plain(part: Mapping[str, Any]) -> dict[str, Any]:
    """Return a part without what means nothing: empty notes, an order that is not kept."""
    return {name: value for name, value in part.items() if value not in (None, "", {}, [], False)} | (
        {"correct": part["correct"]} if "correct" in part else {}
    )


def _places(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        placed = {names.get(name, name): _places(part, names) for name, part in value.items()}
        return {name: part for name, part in placed.items() if part != ""}
    if isinstance(value, list):
        return [_places(part, names) for part in value]
    return names.get(value, value) if isinstance(value, str) else value


def _row(item: BankItem) -> Cells:
    stem, picture, alt = item.stem, "", ""
    if match := _LAST_PICTURE.fullmatch(item.stem):
        stem, alt, picture = match.groups()
    bases = [f"{standard}#{clause}" if clause else standard for standard, clause in item.extra.get("bases") or []]
    cells = {
        "code": item.code,
        "area": item.area,
        "type": TYPES[item.item_type][0],
        "level": str(item.extra.get("level") or ""),
        "points": format(item.points, "f"),
        "is_critical": "是" if item.extra.get("is_critical") else "",
        "stem": stem,
        "picture": picture,
        "picture_alt": alt,
        "explanation": item.explanation,
        "bases": " | ".join(bases),
        "roles": " | ".join(item.extra.get("roles") or []),
        "review_by": str(item.extra.get("review_by") or ""),
    }
    return cells | WRITERS[item.item_type](item)


def _percent(share: object) -> str:
    try:
        return format((Decimal(str(share)) * 100).normalize(), "f")
    except InvalidOperation as error:
        raise Unreadable("sheet_signs", str(share)) from error


def _choice(item: BankItem) -> Cells:
    options, key = item.body["options"], item.key
    if len(options) > len(LETTERS):
        raise Unreadable("sheet_ten_options", item.code)
    letter = {option["id"]: LETTERS[place] for place, option in enumerate(options)}
    weights, feedback = key.get("weights", {}), key.get("feedback", {})
    cells = {f"option_{LETTERS[place]}": option["text"] for place, option in enumerate(options)}
    if item.item_type == "multiple_choice":
        cells["scoring"] = sheet.SCORINGS[key.get("scoring", "all_or_nothing")][0]
    return cells | {
        "answer": "".join(sorted(letter[name] for name in key["correct"])),
        "shares": " | ".join(f"{letter[name]}={_percent(share)}" for name, share in weights.items()),
        "feedback": " | ".join(f"{letter[name]}={text}" for name, text in feedback.items()),
        "keep_order": "是" if item.body.get("keep_order") else "",
    }


def _true_false(item: BankItem) -> Cells:
    return {"answer": "对" if item.key["correct"] else "错"}


def _blanks(item: BankItem) -> Cells:
    blanks = item.body["blanks"]
    labels, units = [b.get("label", "") for b in blanks], [b.get("unit", "") for b in blanks]
    return {
        "labels": " | ".join(labels) if any(labels) else "",
        "unit": " | ".join(units) if any(units) else "",
    }


def _numeric(item: BankItem) -> Cells:
    entries = [item.key[blank["id"]] for blank in item.body["blanks"]]
    return _blanks(item) | {
        "answer": " | ".join(str(entry["value"]) for entry in entries),
        "tolerance": " | ".join(str(entry["tolerance"]) for entry in entries),
    }


def _fill_in(item: BankItem) -> Cells:
    entries = [item.key[blank["id"]] for blank in item.body["blanks"]]
    cases = {bool(entry.get("match_case")) for entry in entries}
    if len(cases) > 1:
        raise Unreadable("sheet_signs", item.code)
    return _blanks(item) | {
        "answer": " | ".join("; ".join(entry["accepted"]) for entry in entries),
        "match_case": "是" if True in cases else "",
    }


def _ordering(item: BankItem) -> Cells:
    texts = {step["id"]: step["text"] for step in item.body["steps"]}
    scoring = sheet.SCORINGS[item.key.get("scoring", "all_or_nothing")][0]
    return {"answer": " | ".join(texts[name] for name in item.key["order"]), "scoring": scoring}


def _matching(item: BankItem) -> Cells:
    rights = {row["id"]: row["text"] for row in item.body["right"]}
    pairs = item.key["pairs"]
    rows = [f"{row['text']} = {rights[pairs[row['id']]]}" for row in item.body["left"]]
    rows += [f"= {text}" for name, text in rights.items() if name not in pairs.values()]
    return {"answer": " | ".join(rows), "scoring": sheet.SCORINGS[item.key.get("scoring", "all_or_nothing")][0]}


def _short_answer(item: BankItem) -> Cells:
    lines = [f"{_percent(line['share'])} = {line['text']}" for line in item.key.get("rubric", [])]
    return {
        "answer": str(item.key.get("model_answer", "")),
        "rubric": " | ".join(lines),
        "most_characters": str(item.body.get("most_characters") or 500),
    }


def _whole(item: BankItem) -> Cells:
    return {"structure": cell_of(item)}


WRITERS: dict[str, Callable[[BankItem], Cells]] = {
    "single_choice": _choice,
    "multiple_choice": _choice,
    "true_false": _true_false,
    "numeric": _numeric,
    "fill_in": _fill_in,
    "ordering": _ordering,
    "matching": _matching,
    "short_answer": _short_answer,
    **dict.fromkeys(sheet.WHOLE, _whole),
}
