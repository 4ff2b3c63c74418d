"""A whole paper as somebody keyed it: every entry read, every fault with its place."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from exams.item_types.registry import KeyedWrong, Payload, item_type

BLANK, SPOILED = "-", "?"  # nothing is written; what is written cannot be taken for one answer

Shown = tuple[str, Payload]  # type and body of an item as the paper shows it


def plain(text: str, *, keeps_case: bool = False) -> str:
    """Return a keyed text without what a keyboard or input method adds: full width, spaces around, lower case."""
    read = unicodedata.normalize("NFKC", text).strip().replace("—", BLANK).replace("−", BLANK)
    return read if keeps_case else read.upper()


def read_entry(shown: Shown, text: str) -> str:
    """Return one entry in its canonical spelling; raises KeyedWrong. An entry is never empty: - says blank."""
    code, body = shown
    kind = item_type(code)
    entry = plain(text, keeps_case=kind.keeps_case)
    if not entry:
        raise KeyedWrong("nothing_keyed")
    return entry if entry in (BLANK, SPOILED) else kind.keyed(body, entry)


def read_entries(paper: Sequence[Shown], texts: Sequence[str]) -> tuple[list[str], dict[int, str]]:
    """Return the entries in canonical spelling, and the codes of what is wrong by position from 1."""
    entries: list[str] = []
    faults: dict[int, str] = {}
    for position, (shown, text) in enumerate(zip(paper, texts, strict=True), start=1):
        try:
            entries.append(read_entry(shown, text))
        except KeyedWrong as fault:
            entries.append(text)
            faults[position] = fault.code
    return entries, faults


def response_of(shown: Shown, entry: str) -> object:
    """Return the response that a canonical entry stands for; None for a blank or spoiled one."""
    code, body = shown
    return None if entry in (BLANK, SPOILED) else item_type(code).keyed_value(body, entry)


def entry_of(shown: Shown, value: object) -> str:
    """Return what is keyed for a response; - for no answer."""
    code, body = shown
    return BLANK if value is None else item_type(code).entry(body, value)
