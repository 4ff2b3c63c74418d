"""Captions as WebVTT: read strictly, so that a mistake is named with its line and not swallowed by a browser.

Source: W3C WebVTT, the Web Video Text Tracks Format, sections 4.1 to 4.2. Styles and regions are not taken: the size
and place of captions is the reader's own setting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t]+\S.*)?")
_TAG = re.compile(r"<(/?)([^>]*)>")
_KNOWN_TAG = re.compile(r"(?:[biuvc]|lang|ruby|rt)(?:\.[\w-]+)*(?:\s[^<>&]*)?|(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}")


class Fault(StrEnum):
    """What is wrong in a line."""

    HEADER = "header"
    TIMING = "timing"
    COMMA = "comma"
    BACKWARDS = "backwards"
    ORDER = "order"
    EMPTY = "empty"
    TAG = "tag"
    STYLE = "style"
    NO_CUE = "no_cue"
    TOO_LATE = "too_late"


class CaptionFault(ValueError):
    """One line is wrong. `line` counts from 1."""

    def __init__(self, fault: Fault, line: int) -> None:
        self.fault, self.line = fault, line
        super().__init__(f"line {line}: {fault.value}")


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption: from when to when, in milliseconds, and its words."""

    start_ms: int
    end_ms: int
    text: str


def _ms(hours: str | None, minutes: str, seconds: str, rest: str) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(rest)


def _timing(line: str, number: int) -> tuple[int, int]:
    found = _TIMING.fullmatch(line.strip())
    if found is None:
        raise CaptionFault(Fault.COMMA if re.search(r"\d,\d{3}", line) else Fault.TIMING, number)
    start, end = _ms(*found.groups()[:4]), _ms(*found.groups()[4:])
    if end <= start:
        raise CaptionFault(Fault.BACKWARDS, number)
    return start, end


def _check_tags(line: str, number: int) -> None:
    outside = _TAG.sub("", line)
    if "<" in outside or any(not _KNOWN_TAG.fullmatch(inside) for _slash, inside in _TAG.findall(line)):
        raise CaptionFault(Fault.TAG, number)


def _block(lines: list[tuple[int, str]]) -> Cue | None:
    """Read one block of lines; None for a comment."""
    first, head = lines[0]
    if head.startswith("NOTE") and "-->" not in head:
        return None
    if head.strip() in {"STYLE", "REGION"}:
        raise CaptionFault(Fault.STYLE, first)
    if "-->" not in head and len(lines) > 1:  # the first line may name the cue
        lines = lines[1:]
    number, head = lines[0]
    start, end = _timing(head, number)
    words = lines[1:]
    if not words:
        raise CaptionFault(Fault.EMPTY, number)
    for number, line in words:
        _check_tags(line, number)
    return Cue(start, end, "\n".join(line for _number, line in words))


def read_captions(text: str, *, longest_ms: int | None = None) -> tuple[Cue, ...]:
    """Return the captions of a file in order.

    Raises CaptionFault for the first wrong line: no header, a time that cannot be read, an end before its start, a
    start before the one above, no words, tags that captions do not know, styles, or a start after `longest_ms`.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        raise CaptionFault(Fault.HEADER, 1)
    if len(lines) > 1 and lines[1].strip():
        raise CaptionFault(Fault.HEADER, 2)
    cues: list[Cue] = []
    block: list[tuple[int, str]] = []
    for number, line in enumerate([*lines[1:], ""], start=2):
        if line.strip():
            block.append((number, line))
            continue
        cue = _block(block) if block else None
        if cue is not None:
            first = next(at for at, text in block if "-->" in text)
            if cues and cue.start_ms < cues[-1].start_ms:
                raise CaptionFault(Fault.ORDER, first)
            if longest_ms is not None and cue.start_ms >= longest_ms:
                raise CaptionFault(Fault.TOO_LATE, first)
            cues.append(cue)
        block = []
    if not cues:
        raise CaptionFault(Fault.NO_CUE, len(lines))
    return tuple(cues)
