"""GIFT, the plain-text format of Moodle (docs.moodle.org, "GIFT format"), read and written.

What GIFT cannot hold (code, level, basis, exact scoring) goes into a comment line that other systems pass over:
// annuan {"level":2,…}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from exams.domain.exchange.gift_answers import AnswerTrouble, read_answers
from exams.domain.exchange.items import (
    BankItem,
    Found,
    KeptOut,
    Reading,
    Trouble,
    bank_part,
    own,
    packed,
    percent,
    shares_of,
    unpacked,
)

MARK = "// annuan "
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_TITLE = re.compile(r"::(.*?)::", re.DOTALL)
_SIGNS = ":~=#{}\\"
# Escaped signs leave the text as private-use characters while its structure is read.
_HIDDEN = {f"\\{sign}": chr(0xE000 + place) for place, sign in enumerate(_SIGNS)}
_SHOWN = {hidden: sign[1] for sign, hidden in _HIDDEN.items()}
_ESCAPE = re.compile(r"\\([:~=#{}\\n])")
_PRIVATE = re.compile("[\ue000-\ue00f]")
GAP = "_____"


def hide(text: str) -> str:
    """Return the text with escaped signs hidden."""
    return _ESCAPE.sub(lambda found: "\n" if found[1] == "n" else _HIDDEN[found[0]], _PRIVATE.sub("", text))


def show(text: str) -> str:
    """Return hidden signs as they are read, without space at the ends."""
    return _PRIVATE.sub(lambda found: _SHOWN.get(found[0], ""), text).strip()


def escaped(text: str) -> str:
    """Return a text in which nothing is taken for structure."""
    one_line = re.sub(r"[:~=#{}\\]", lambda found: f"\\{found[0]}", text.replace("\r\n", "\n"))
    return one_line.replace("\n", "\\n")


def read(text: str) -> Reading:
    """Return the items of a GIFT text. A question that cannot be read is named by line; the others are kept."""
    found: list[Found] = []
    troubles: list[Trouble] = []
    area = ""
    for line, rows in _blocks(text):
        extra, rest = _comments(rows)
        while rest and rest[0].strip().startswith("$CATEGORY:"):
            area = _category(rest.pop(0))
        if not rest:
            continue
        try:
            found.append(Found(line, _item("\n".join(rest), area=area, extra=extra)))
        except AnswerTrouble as trouble:
            troubles.append(Trouble(line, trouble.code, trouble.value[:80]))
    return Reading(tuple(found), tuple(troubles))


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    rows: list[str] = []
    begin = 1
    for number, row in enumerate([*text.lstrip("\ufeff").replace("\r\n", "\n").split("\n"), ""], start=1):
        if row.strip():
            begin = number if not rows else begin
            rows.append(row)
        elif rows:
            yield begin, rows
            rows = []


def _comments(rows: list[str]) -> tuple[dict[str, Any], list[str]]:
    extra: dict[str, Any] = {}
    for row in rows:
        if row.strip().startswith(MARK.strip()):
            extra |= own_line(row.strip()[len(MARK) :])
    return extra, [row for row in rows if not row.strip().startswith("//")]


def own_line(text: str) -> dict[str, Any]:
    """Return what a comment line of ours holds."""
    found = unpacked(text)
    return own(found) | {name: found[name] for name in ("code",) if isinstance(found.get(name), str)}


def _category(row: str) -> str:
    path = row.split(":", 1)[1].strip()
    parts = [part.strip() for part in re.split(r"(?<!/)/(?!/)", path)]
    names = [part.replace("//", "/") for part in parts if part and part != "top" and not part.startswith("$")]
    return "/".join(names)


def _item(source: str, *, area: str, extra: dict[str, Any]) -> BankItem:
    hidden = hide(source)
    title = ""
    if match := _TITLE.match(hidden.lstrip()):
        title, hidden = show(match[1]), hidden.lstrip()[match.end() :]
    if match := _FORMAT.match(hidden.lstrip()):
        hidden = hidden.lstrip()[match.end() :]
    before, opened, rest = hidden.partition("{")
    inside, closed, after = rest.partition("}")
    if not opened:
        raise AnswerTrouble("gift_no_answers", show(before))
    if not closed or "{" in after or "}" in after:
        raise AnswerTrouble("gift_braces", show(before))
    stem = show(before)
    if show(after):
        stem = f"{stem} {GAP} {show(after)}".strip()
    if not stem:
        raise AnswerTrouble("no_stem", title)
    answers, _, general = inside.partition("####")
    read_as = read_answers(answers, extra=extra, show=show)
    return BankItem(
        item_type=read_as.item_type,
        stem=stem,
        body=read_as.body,
        key=read_as.key,
        code=str(extra.get("code", title)),
        area=area,
        points=_points(extra),
        explanation=show(general),
        extra=bank_part(extra),
    )


def _points(extra: dict[str, Any]) -> Decimal:
    try:
        return Decimal(str(extra.get("points", "1")))
    except InvalidOperation:
        return Decimal(1)


def write(items: Iterable[BankItem]) -> tuple[str, list[KeptOut]]:
    """Return the GIFT text of the items that it can hold, and the others with the reason."""
    parts: list[str] = []
    kept_out: list[KeptOut] = []
    area = None
    for item in items:
        try:
            answers, extra = _answers(item)
        except AnswerTrouble as trouble:
            kept_out.append(KeptOut(item.code, trouble.code))
            continue
        if item.area != area:
            area = item.area
            parts.append(f"$CATEGORY: {area}\n")
        points = {} if item.points == 1 else {"points": str(item.points)}
        comment = packed({"code": item.code, **item.extra, **points, **extra})
        general = f"####{escaped(item.explanation)}" if item.explanation else ""
        title = f"::{escaped(item.code)}::" if item.code else ""
        # Our markup is close to Markdown; saying so keeps a stem that begins with a bracket whole.
        parts.append(f"{MARK}{comment}\n{title}[markdown]{escaped(item.stem)} {{{answers}{general}}}\n")
    return "\n".join(parts), kept_out


def _answers(item: BankItem) -> tuple[str, dict[str, Any]]:
    writer = _WRITERS.get(item.item_type)
    if writer is None:
        raise AnswerTrouble("format_lacks_type", item.item_type)
    return writer(item)


def _choice(item: BankItem) -> tuple[str, dict[str, Any]]:
    names = [option["id"] for option in item.body["options"]]
    texts = [escaped(option["text"]) for option in item.body["options"]]
    notes = item.key.get("feedback", {})
    said = [f"#{escaped(notes[name])}" if notes.get(name) else "" for name in names]
    extra: dict[str, Any] = {"ids": names, "keep_order": item.body.get("keep_order", False)}
    if item.item_type == "multiple_choice":
        shares, is_exact = shares_of(names, item.key)
        if not is_exact:
            extra["scoring"] = "all_or_nothing"
        marks = [f"~%{percent(share)}%" for share in shares]
    else:
        weights = {name: Decimal(str(share)) for name, share in item.key.get("weights", {}).items()}
        marks = [
            "=" if name in item.key["correct"] else f"~%{percent(weights[name])}%" if weights.get(name) else "~"
            for name in names
        ]
        # A text that begins with a per cent sign would be taken for a weight.
        marks = [
            f"{mark}%{100 if mark == '=' else 0}%" if text.startswith("%") and len(mark) == 1 else mark
            for mark, text in zip(marks, texts, strict=True)
        ]
    return "".join(f"\n{mark}{text}{note}" for mark, text, note in zip(marks, texts, said, strict=True)), extra


def _true_false(item: BankItem) -> tuple[str, dict[str, Any]]:
    return ("TRUE" if item.key["correct"] else "FALSE"), {"feedback": item.key.get("feedback")}


def _numeric(item: BankItem) -> tuple[str, dict[str, Any]]:
    if len(item.body["blanks"]) != 1:
        raise AnswerTrouble("format_one_blank", item.code)
    [blank] = item.body["blanks"]
    entry = item.key[blank["id"]]
    labels = {"ids": [blank["id"]], "labels": [blank.get("label", "")], "units": [blank.get("unit", "")]}
    return f"#{entry['value']}:{entry['tolerance']}", labels


def _fill_in(item: BankItem) -> tuple[str, dict[str, Any]]:
    if len(item.body["blanks"]) != 1:
        raise AnswerTrouble("format_one_blank", item.code)
    [blank] = item.body["blanks"]
    entry = item.key[blank["id"]]
    extra = {
        "ids": [blank["id"]],
        "labels": [blank.get("label", "")],
        "match_case": entry.get("match_case", False),
    }
    # A text that begins with a per cent sign would be taken for a weight.
    weights = ["%100%" if text.lstrip().startswith("%") else "" for text in entry["accepted"]]
    return "".join(f"\n={w}{escaped(text)}" for w, text in zip(weights, entry["accepted"], strict=True)), extra


def _matching(item: BankItem) -> tuple[str, dict[str, Any]]:
    right = {side["id"]: side["text"] for side in item.body["right"]}
    if any("->" in side["text"] or side["text"].startswith("%") for side in item.body["left"]):
        raise AnswerTrouble("format_arrow", item.code)
    pairs = item.key["pairs"]
    if set(right) - set(pairs.values()):
        raise AnswerTrouble("format_no_distractors", item.code)
    if len(set(pairs.values())) != len(pairs) or list(pairs.values()) != [
        side["id"] for side in item.body["right"]
    ]:
        raise AnswerTrouble("format_pairs_in_order", item.code)
    rows = [f"\n={escaped(side['text'])} -> {escaped(right[pairs[side['id']]])}" for side in item.body["left"]]
    names = [side["id"] for side in item.body["left"]]
    return "".join(rows), {"ids": [*names, *right], "scoring": item.key.get("scoring")}


def _short_answer(item: BankItem) -> tuple[str, dict[str, Any]]:
    extra = {"most_characters": item.body.get("most_characters"), "rubric": dict(item.key)}
    return "", extra


_WRITERS = {
    "single_choice": _choice,
    "multiple_choice": _choice,
    "true_false": _true_false,
    "numeric": _numeric,
    "fill_in": _fill_in,
    "matching": _matching,
    "short_answer": _short_answer,
}
