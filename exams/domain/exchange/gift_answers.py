"""What stands between the braces of a GIFT question."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from exams.domain.exchange.items import ids, share_of, texts_with_ids, weighted_key

Show = Callable[[str], str]
_BOOLEAN = re.compile(r"\s*(TRUE|T|FALSE|F)\s*(?:#.*)?", re.IGNORECASE | re.DOTALL)
_WEIGHT = re.compile(r"%([^%]*)%")


class AnswerTrouble(ValueError):
    """A question cannot be read or written; `code` says why, `value` what stood there."""

    def __init__(self, code: str, value: str = "") -> None:
        self.code, self.value = code, value
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class ReadAnswers:
    """Type, body and key."""

    item_type: str
    body: dict[str, Any]
    key: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Part:
    sign: str
    weight: Decimal | None
    text: str
    feedback: str


def read_answers(inside: str, *, extra: dict[str, Any], show: Show) -> ReadAnswers:
    """Return what the answers mean; raises AnswerTrouble."""
    text = inside.strip()
    if not text:
        rubric = extra.get("rubric") or {"rubric": [], "model_answer": ""}
        return ReadAnswers("short_answer", {"most_characters": extra.get("most_characters") or 2000}, dict(rubric))
    if match := _BOOLEAN.fullmatch(text):
        feedback = {"feedback": extra["feedback"]} if extra.get("feedback") else {}
        return ReadAnswers("true_false", {}, {"correct": match[1].upper().startswith("T")} | feedback)
    if text.startswith("#"):
        return _numeric(text[1:].strip(), extra)
    parts = _parts(text, show)
    if all(part.sign == "=" for part in parts):
        if any("->" in part.text for part in parts):
            return _matching(parts, extra)
        return _fill_in(parts, extra)
    return _choice(parts, extra)


def _parts(text: str, show: Show) -> list[_Part]:
    if text[0] not in "=~":
        raise AnswerTrouble("gift_answer_sign", text)
    pieces = re.findall(r"([=~])([^=~]*)", text)
    parts = []
    for sign, piece in pieces:
        body = piece.strip()
        weight = None
        if match := _WEIGHT.match(body):
            weight, body = share_of(match[1]), body[match.end() :]
            if weight is None:
                raise AnswerTrouble("gift_weight", match[1])
        answer, _, feedback = body.partition("#")
        if not show(answer):
            raise AnswerTrouble("gift_empty_answer", sign)
        parts.append(_Part(sign, weight, show(answer), show(feedback)))
    return parts


def _choice(parts: Sequence[_Part], extra: dict[str, Any]) -> ReadAnswers:
    options = texts_with_ids([part.text for part in parts], extra.get("ids"))
    names = [option["id"] for option in options]
    body: dict[str, Any] = {"options": options}
    if extra.get("keep_order"):
        body["keep_order"] = True
    feedback = {name: part.feedback for name, part in zip(names, parts, strict=True) if part.feedback}
    said = {"feedback": feedback} if feedback else {}
    if any(part.sign == "=" for part in parts):
        right = [name for name, part in zip(names, parts, strict=True) if part.sign == "="]
        pairs = zip(names, parts, strict=True)
        weights = {
            name: format(part.weight.normalize(), "f") for name, part in pairs if part.sign == "~" and part.weight
        }
        key: dict[str, Any] = {"correct": right}
        if weights:
            key["weights"] = weights
        return ReadAnswers("single_choice", body, key | said)
    shares = [part.weight or Decimal(0) for part in parts]
    if not any(share > 0 for share in shares):
        raise AnswerTrouble("none_correct", parts[0].text)
    key = weighted_key(names, shares)
    if extra.get("scoring") == "all_or_nothing":
        key = {"correct": key["correct"], "scoring": "all_or_nothing"}
    return ReadAnswers("multiple_choice", body, key | said)


def _number(text: str) -> Decimal:
    try:
        value = Decimal(text.strip())
    except InvalidOperation as error:
        raise AnswerTrouble("gift_number", text) from error
    if not value.is_finite():
        raise AnswerTrouble("gift_number", text)
    return value


def _numeric(text: str, extra: dict[str, Any]) -> ReadAnswers:
    answers = [piece.strip() for piece in re.split(r"=", text) if piece.strip()]
    if len(answers) != 1 or answers[0].startswith("%") or "~" in text:
        # Other values for part of the points: our numeric item has one value per blank.
        raise AnswerTrouble("gift_several_numbers", text)
    answer = answers[0].partition("#")[0].strip()
    if ".." in answer:
        low, high = (_number(part) for part in answer.split("..", 1))
        value, tolerance = str((low + high) / 2), str((high - low) / 2)
    else:
        number, _, spread = answer.partition(":")
        value, tolerance = number.strip(), spread.strip() or "0"
        _number(value), _number(tolerance)
    if Decimal(tolerance) < 0:
        raise AnswerTrouble("gift_number", answer)
    [name] = extra.get("ids") or ["n"]
    label, unit = (extra.get("labels") or [""])[0], (extra.get("units") or [""])[0]
    blank = {"id": name, "label": label, "unit": unit}
    return ReadAnswers("numeric", {"blanks": [blank]}, {name: {"value": value, "tolerance": tolerance}})


def _fill_in(parts: Sequence[_Part], extra: dict[str, Any]) -> ReadAnswers:
    if any(part.weight not in (None, Decimal(1)) for part in parts):
        raise AnswerTrouble("gift_partial_text", next(part.text for part in parts if part.weight != 1))
    [name] = extra.get("ids") or ["t"]
    label = (extra.get("labels") or [""])[0]
    entry = {"accepted": [part.text for part in parts], "match_case": bool(extra.get("match_case"))}
    return ReadAnswers("fill_in", {"blanks": [{"id": name, "label": label}]}, {name: entry})


def _matching(parts: Sequence[_Part], extra: dict[str, Any]) -> ReadAnswers:
    rows = [tuple(side.strip() for side in part.text.split("->", 1)) for part in parts]
    if any(len(row) != 2 or not row[1] for row in rows):
        raise AnswerTrouble("gift_pair", parts[0].text)
    kept = extra.get("ids") or []
    names = (
        kept if len(set(kept)) == 2 * len(rows) else [*ids(len(rows)), *(f"r{n}" for n in range(1, len(rows) + 1))]
    )
    left, right = names[: len(rows)], names[len(rows) :]
    shown = [row for row in rows if row[0]]
    if len(shown) != len(rows):
        raise AnswerTrouble("gift_pair", parts[0].text)
    body = {
        "left": [{"id": name, "text": row[0]} for name, row in zip(left, rows, strict=True)],
        "right": [{"id": name, "text": row[1]} for name, row in zip(right, rows, strict=True)],
    }
    scoring = extra.get("scoring") or "per_pair"
    return ReadAnswers("matching", body, {"pairs": dict(zip(left, right, strict=True)), "scoring": scoring})
