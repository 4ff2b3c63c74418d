"""What kind of file somebody brought, and what it holds: one door to all formats."""

from __future__ import annotations

import re
from collections.abc import Callable

from exams.domain.exchange import aiken, gift, moodle_xml
from exams.domain.exchange.items import Reading, Trouble
from exams.domain.exchange.packages import FIRST_BYTES, PackageWrong
from exams.enums import BankFormat

ENCODINGS = ("utf-8-sig", "gb18030")
_AIKEN = re.compile(r"^\s*ANSWER:\s*[A-Z]\s*$", re.IGNORECASE | re.MULTILINE)
_ROOT = re.compile(r"<\s*([A-Za-z][\w.:-]*)")
SizeOf = Callable[[bytes], tuple[int, int] | None]


def read(content: bytes, *, size_of: SizeOf) -> tuple[BankFormat | None, Reading]:
    """Return the format found and the items; a file that nobody can read is one trouble of the whole file.

    Nothing that a file says can raise: what no reader expected refuses the file.
    """
    kind = None
    try:
        kind = detect(content)
        if kind is None:
            return None, refused("file_kind")
        return kind, READERS[kind](content, size_of)
    except PackageWrong as wrong:
        return kind, refused(wrong.code, wrong.value)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, RecursionError):
        return kind, refused("file_malformed")


def refused(code: str, value: str = "") -> Reading:
    """Return the reading of a file that is refused whole."""
    return Reading((), (Trouble(0, code, value),))


def detect(content: bytes) -> BankFormat | None:
    """Return the format by what the file holds, never by its name. Raises PackageWrong for an unsafe package."""
    if content.startswith(FIRST_BYTES):
        return None
    text = text_of(content)
    if text is None:
        return None
    if text.lstrip().startswith("<"):
        return BankFormat.MOODLE_XML
    if _AIKEN.search(text) and "{" not in text:
        return BankFormat.AIKEN
    return BankFormat.GIFT if "{" in text else None


def text_of(content: bytes) -> str | None:
    """Return a text in UTF-8 or GB18030; None for neither and for what holds control characters."""
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


READERS: dict[BankFormat, Callable[[bytes, SizeOf], Reading]] = {
    BankFormat.MOODLE_XML: lambda content, size_of: moodle_xml.read(content, size_of=size_of),
    BankFormat.GIFT: lambda content, size_of: gift.read(text_of(content) or ""),
    BankFormat.AIKEN: lambda content, size_of: aiken.read(text_of(content) or ""),
}
