"""Items as rows of one table that people fill in: which columns, what they mean, read and written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from exams.domain.exchange.items import BankItem, Found, Reading, Trouble, ids
from exams.domain.exchange.moodle_parts import Unreadable
from exams.domain.exchange.sheet_columns import COLUMNS, LETTERS, MOST_OPTIONS, column_of, said_type
from exams.domain.exchange.whole import TYPES, read_cell

Row = Mapping[str, str]
WHOLE = ("hazard_spotting", *TYPES)  # one cell holds all of their parts
_SPLIT = re.compile(r"[|｜\n]")
_PAIR = re.compile(r"\s*(?:=>|->|→|＝|=)\s*")
YES = frozenset({"1", "是", "yes", "y", "true", "√", "对"})
NO = frozenset({"", "0", "否", "no", "n", "false"})
TRUE = frozenset({"对", "正确", "√", "true", "t", "是", "1"})
FALSE = frozenset({"错", "错误", "×", "false", "f", "否", "0"})


class CellWrong(Unreadable):
    """A cell cannot be read; `column` names it."""

    def __init__(self, code: str, column: str, value: str = "") -> None:
        self.column = column
        super().__init__(code, value)


def read(
    headings: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], pictures: Mapping[str, bytes]
) -> Reading:
    """Return the items of a table, one a row; unknown columns are passed over, a wrong row names its column."""
    columns = [column_of(heading) for heading in headings]
    missing = [name for name in ("type", "stem") if name not in columns]
    if missing:
        return Reading((), tuple(Trouble(0, "sheet_column_missing", COLUMNS[name][0], name) for name in missing))
    found: list[Found] = []
    troubles: list[Trouble] = []
    for number, cells in rows:
        row = {name: cell.strip() for name, cell in zip(columns, cells, strict=True) if name}
        try:
            found.append(Found(number, _item(row)))
        except CellWrong as wrong:
            troubles.append(Trouble(number, wrong.code, wrong.value[:80], wrong.column))
    return Reading(tuple(found), tuple(troubles), pictures)


def _item(row: Row) -> BankItem:
    item_type = said_type(row["type"])
    if item_type is None:
        raise CellWrong("type_unknown", "type", row["type"])
    if not row["stem"]:
        raise CellWrong("no_stem", "stem")
    body, key = READERS[item_type](row)
    stem = row["stem"] + (
        f"\n\n![{row.get('picture_alt', '')}](picture:{row['picture']})" if row.get("picture") else ""
    )
    return BankItem(
        item_type=item_type, stem=stem, body=body, key=key, code=row.get("code", ""), area=row.get("area", ""),
        points=_points(row), explanation=row.get("explanation", ""), extra=_extra(row),
    )  # fmt: skip


def _points(row: Row) -> Decimal:
    try:
        return Decimal(row.get("points") or "1")
    except InvalidOperation as error:
        raise CellWrong("points_out_of_range", "points", row["points"]) from error


def _extra(row: Row) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    if row.get("level"):
        if row["level"] not in ("1", "2", "3"):
            raise CellWrong("level_unknown", "level", row["level"])
        extra["level"] = int(row["level"])
    if _flag(row, "is_critical"):
        extra["is_critical"] = True
    bases = [part.partition("#") for part in _parts(row.get("bases", ""))]
    if bases:
        extra["bases"] = [[standard.strip(), clause.strip()] for standard, _sign, clause in bases]
    if roles := _parts(row.get("roles", "")):
        extra["roles"] = roles
    if row.get("review_by"):
        extra["review_by"] = row["review_by"][:10]
    return extra


def _flag(row: Row, column: str) -> bool:
    said = row.get(column, "").lower()
    if said not in YES | NO:
        raise CellWrong("sheet_yes_no", column, said)
    return said in YES


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in _SPLIT.split(cell) if part.strip()]


def _options(row: Row) -> dict[str, Any]:
    filled = [letter for letter in LETTERS[:MOST_OPTIONS] if row.get(f"option_{letter}")]
    if filled != list(LETTERS[: len(filled)]):
        gap = next(letter for letter in LETTERS if letter not in filled)
        raise CellWrong("sheet_option_gap", f"option_{gap}")
    texts = [row[f"option_{letter}"] for letter in filled]
    options = [{"id": name, "text": text} for name, text in zip(ids(len(texts)), texts, strict=True)]
    return {"options": options} | ({"keep_order": True} if _flag(row, "keep_order") else {})


def _letters(row: Row, count: int) -> list[str]:
    said = re.sub(r"[\s,，、;；.]+", "", row.get("answer", "").upper())
    if not said:
        raise CellWrong("sheet_no_answer", "answer")
    if not set(said) <= set(LETTERS[:count]):
        raise CellWrong("aiken_letter_names_no_option", "answer", said)
    return [ids(count)[LETTERS.index(letter)] for letter in dict.fromkeys(said)]


def _single(row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    body = _options(row)
    return body, {"correct": _letters(row, len(body["options"]))} | _shares(row, body)


def _shares(row: Row, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return shares and feedback: A=50 | B=-50, and A=text | B=text."""
    names = {letter: option["id"] for letter, option in zip(LETTERS, body["options"], strict=False)}
    weights = {}
    for name, text in _by_letter(row, "shares", names):
        try:
            weights[name] = format((Decimal(text.rstrip("%％")) / 100).normalize(), "f")
        except InvalidOperation as error:
            raise CellWrong("sheet_share", "shares", text) from error
    feedback = dict(_by_letter(row, "feedback", names))
    return ({"weights": weights} if weights else {}) | ({"feedback": feedback} if feedback else {})


def _by_letter(row: Row, column: str, names: Mapping[str, str]) -> list[tuple[str, str]]:
    found = []
    for part in _parts(row.get(column, "")):
        letter, sign, text = part.partition("=")
        if not sign or letter.strip().upper() not in names or not text.strip():
            raise CellWrong("sheet_by_letter", column, part)
        found.append((names[letter.strip().upper()], text.strip()))
    return found


def _multiple(row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    body = _options(row)
    shares = _shares(row, body)
    default = "weights" if "weights" in shares else "all_or_nothing"
    scoring = _scoring(row, ("all_or_nothing", "balanced", "weights"), default)
    return body, {"correct": sorted(_letters(row, len(body["options"]))), "scoring": scoring} | shares


SCORINGS = {
    "all_or_nothing": ("全对才得分", "all or nothing", "all_or_nothing"),
    "balanced": ("按对错相抵", "balanced"),
    "weights": ("按选项得分", "weights"),
    "neighbours": ("按相邻步骤", "neighbours"),
    "per_pair": ("按对得分", "per pair", "per_pair"),
}


def _scoring(row: Row, allowed: Sequence[str], default: str) -> str:
    said = row.get("scoring", "").strip().lower()
    if not said:
        return default
    found = next((name for name in allowed if said in SCORINGS[name]), None)
    if found is None:
        raise CellWrong("scoring_unknown", "scoring", said)
    return found


def _true_false(row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    said = row.get("answer", "").lower()
    if said not in TRUE | FALSE:
        raise CellWrong("no_key", "answer", said)
    return {}, {"correct": said in TRUE}


def _blanks(row: Row, count: int) -> list[tuple[str, str, str]]:
    """Return id, label and unit of each blank; labels and units stand in the order of the answers."""
    labels, units = _cells(row, "labels", count), _cells(row, "unit", count)
    return list(zip(ids(count), labels, units, strict=True))


def _cells(row: Row, column: str, count: int) -> list[str]:
    cell = row.get(column, "")
    parts = [part.strip() for part in _SPLIT.split(cell)] if cell else [""] * count
    if len(parts) != count:
        raise CellWrong("sheet_counts_differ", column, cell)
    return parts


def _numeric(row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    values = _parts(row.get("answer", ""))
    if not values:
        raise CellWrong("sheet_no_answer", "answer")
    spreads = [spread or "0" for spread in _cells(row, "tolerance", len(values))]
    for column, numbers in (("answer", values), ("tolerance", spreads)):
        for text in numbers:
            try:
                Decimal(text)
            except InvalidOperation as error:
                raise CellWrong("key_is_no_number", column, text) from error
    rows = _blanks(row, len(values))
    key = {name: {"value": v, "tolerance": t} for (name, _l, _u), v, t in zip(rows, values, spreads, strict=True)}
    return {"blanks": [{"id": name, "label": label, "unit": unit} for name, label, unit in rows]}, key


def _fill_in(row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read accepted texts: ; between texts of one blank, | between blanks."""
    blanks = [
        [text.strip() for text in re.split(r"[;；]", part) if text.strip()]
        for part in _parts(row.get("answer", ""))
    ]
    if not blanks or not all(blanks):
        raise CellWrong("sheet_no_answer", "answer")
    case = _flag(row, "match_case")
    rows = _blanks(row, len(blanks))
    key = {
        name: {"accepted": texts, "match_case": case} for (name, _l, _u), texts in zip(rows, blanks, strict=True)
    }
    return {
        "blanks": [{"id": name, "label": label} | ({"unit": unit} if unit else {}) for name, label, unit in rows]
    }, key


def _ordering(row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    steps = _parts(row.get("answer", ""))
    if len(steps) < 2:
        raise CellWrong("two_steps_at_least", "answer")
    names = ids(len(steps))
    body = {"steps": [{"id": name, "text": text} for name, text in zip(names, steps, strict=True)]}
    return body, {"order": names, "scoring": _scoring(row, ("all_or_nothing", "neighbours"), "all_or_nothing")}


def _matching(row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read pairs: left = right, one after the other; = right alone is a choice without a match."""
    pairs = []
    for part in _parts(row.get("answer", "")):
        sides = _PAIR.split(part, maxsplit=1)
        if len(sides) != 2 or not sides[1].strip():
            raise CellWrong("sheet_pair", "answer", part)
        pairs.append((sides[0].strip(), sides[1].strip()))
    lefts = [left for left, _right in pairs if left]
    rights = list(dict.fromkeys(right for _left, right in pairs))
    left_ids, right_ids = ids(len(lefts)), {text: f"r{n}" for n, text in enumerate(rights, start=1)}
    body = {
        "left": [{"id": name, "text": text} for name, text in zip(left_ids, lefts, strict=True)],
        "right": [{"id": name, "text": text} for text, name in right_ids.items()],
    }
    matched = [right_ids[right] for left, right in pairs if left]
    scoring = _scoring(row, ("all_or_nothing", "per_pair"), "per_pair")
    return body, {"pairs": dict(zip(left_ids, matched, strict=True)), "scoring": scoring}


def _short_answer(row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read a model answer and a rubric: 50 = text | 50 = text, in per cent."""
    lines = []
    for name, part in zip(ids(99), _parts(row.get("rubric", "")), strict=False):
        share, sign, text = part.partition("=")
        try:
            value = Decimal(share.strip().rstrip("%％")) / 100
        except InvalidOperation as error:
            raise CellWrong("sheet_rubric", "rubric", part) from error
        if not sign:
            raise CellWrong("sheet_rubric", "rubric", part)
        lines.append({"id": name, "text": text.strip(), "share": format(value.normalize(), "f")})
    most = row.get("most_characters") or "500"
    if not most.isdecimal() or len(most) > 4:
        raise CellWrong("length_out_of_range", "most_characters", most)
    return {"most_characters": int(most)}, {"rubric": lines, "model_answer": row.get("answer", "")}


def _whole(row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read what an export wrote of a question that nobody could write into one row."""
    if not row.get("structure"):
        raise CellWrong("sheet_type", "type", row["type"])
    try:
        return read_cell(row["structure"])
    except Unreadable as trouble:
        raise CellWrong(trouble.code, "structure", trouble.value) from trouble


READERS: dict[str, Callable[[Row], tuple[dict[str, Any], dict[str, Any]]]] = {
    "single_choice": _single,
    "multiple_choice": _multiple,
    "true_false": _true_false,
    "numeric": _numeric,
    "fill_in": _fill_in,
    "ordering": _ordering,
    "matching": _matching,
    "short_answer": _short_answer,
    **dict.fromkeys(WHOLE, _whole),
}
