"""Aiken, the format of single choices in plain lines (docs.moodle.org, "Aiken format"), read and written."""

from __future__ import annotations

import re
from collections.abc import Iterable

from exams.domain.exchange.items import BankItem, Found, KeptOut, Reading, Trouble, texts_with_ids

_OPTION = re.compile(r"([A-Z])[.)]\s*(.+)")
_ANSWER = re.compile(r"ANSWER:\s*([A-Z])", re.IGNORECASE)
MOST_OPTIONS = 26


def read(text: str) -> Reading:
    """Return the items: lines of stem, options A. to Z., and a line ANSWER: X; blank lines do not matter."""
    found: list[Found] = []
    troubles: list[Trouble] = []
    stem: list[str] = []
    options: list[str] = []
    begin = 0
    rows = text.lstrip("\ufeff").replace("\r\n", "\n").split("\n")
    for number, row in enumerate(rows, start=1):
        line = row.strip()
        if not line:
            continue
        begin = begin or number
        if match := _ANSWER.fullmatch(line):
            item = _item(stem, options, match[1].upper())
            found += [Found(begin, item)] if isinstance(item, BankItem) else []
            troubles += [Trouble(begin, item, line)] if isinstance(item, str) else []
            stem, options, begin = [], [], 0
        elif (match := _OPTION.fullmatch(line)) and stem and ord(match[1]) - 65 == len(options):
            options.append(match[2])
        elif options:
            options[-1] += f"\n{line}"
        else:
            stem.append(line)
    if stem or options:
        troubles.append(Trouble(begin, "aiken_no_answer", stem[0][:80] if stem else ""))
    return Reading(tuple(found), tuple(troubles))


def _item(stem: list[str], options: list[str], letter: str) -> BankItem | str:
    if not stem:
        return "no_stem"
    if len(options) < 2:
        return "two_options_at_least"
    if ord(letter) - 65 >= len(options):
        return "aiken_letter_names_no_option"
    body = {"options": texts_with_ids(options)}
    return BankItem("single_choice", "\n".join(stem), body, {"correct": [body["options"][ord(letter) - 65]["id"]]})


def write(items: Iterable[BankItem]) -> tuple[str, list[KeptOut]]:
    """Return the text of plain single choices, and the other items with the reason."""
    parts: list[str] = []
    kept_out: list[KeptOut] = []
    for item in items:
        if reason := _reason(item):
            kept_out.append(KeptOut(item.code, reason))
            continue
        options = item.body["options"]
        [right] = [place for place, option in enumerate(options) if option["id"] in item.key["correct"]]
        lines = [f"{chr(65 + place)}. {option['text']}" for place, option in enumerate(options)]
        parts.append("\n".join([item.stem, *lines, f"ANSWER: {chr(65 + right)}"]) + "\n")
    return "\n".join(parts), kept_out


def _reason(item: BankItem) -> str:
    if item.item_type != "single_choice":
        return "format_lacks_type"
    if len(item.key["correct"]) != 1 or item.key.get("weights") or len(item.body["options"]) > MOST_OPTIONS:
        return "aiken_one_right_option"
    stem = [line.strip() for line in item.stem.split("\n")]
    lines = [*stem, *(option["text"] for option in item.body["options"])]
    broken = any(not line or "\n" in line or _ANSWER.fullmatch(line.strip()) for line in lines)
    return "aiken_plain_lines" if broken or any(_OPTION.fullmatch(line) for line in stem[1:]) else ""
