"""What kind of file somebody brought, and what it holds: one door to all formats."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from exams.domain.exchange import aiken, gift, moodle_xml, qti, sheet
from exams.domain.exchange.items import Reading, Trouble
from exams.domain.exchange.packages import FIRST_BYTES, PackageWrong, names_in, opened
from exams.enums import BankFormat

ENCODINGS = ("utf-8-sig", "gb18030")
_AIKEN = re.compile(r"^\s*ANSWER:\s*[A-Z]\s*$", re.IGNORECASE | re.MULTILINE)
_ROOT = re.compile(r"<\s*([A-Za-z][\w.:-]*)")
# What makes an XLSX file of any ZIP: the list of its parts that the Office formats begin with.
OFFICE = "[Content_Types].xml"
SizeOf = Callable[[bytes], tuple[int, int] | None]
# Headings, and rows with the number that the file shows.
ReadTable = Callable[[bytes], tuple[Sequence[str], Sequence[tuple[int, Sequence[str]]]]]


def read(content: bytes, *, size_of: SizeOf, read_table: ReadTable) -> tuple[BankFormat | None, Reading]:
    """Return the format found and the items; a file that nobody can read is one trouble of the whole file.

    `read_table` gives headings and numbered rows of an XLSX file, or raises PackageWrong.
    Nothing that a file says can raise: what no reader expected refuses the file.
    """
    kind = None
    try:
        kind = detect(content)
        if kind is None:
            return None, refused("file_kind")
        if kind is BankFormat.XLSX:
            return kind, _sheet(content, read_table)
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
        names = names_in(content)
        if qti.MANIFEST in names:
            return BankFormat.QTI
        is_sheet = OFFICE in names or any(name.lower().endswith(".xlsx") for name in names)
        return BankFormat.XLSX if is_sheet else None
    text = text_of(content)
    if text is None:
        return None
    if text.lstrip().startswith("<"):
        root = _ROOT.search(text)
        return BankFormat.QTI if root and root[1].endswith("assessmentItem") else BankFormat.MOODLE_XML
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


def _sheet(content: bytes, read_table: ReadTable) -> Reading:
    """Read a table; in a package it lies with its pictures beside it."""
    if OFFICE in names_in(content):
        return sheet.read(*read_table(content), {})
    files = opened(content)
    tables = [name for name in files if name.lower().endswith(".xlsx")]
    if len(tables) != 1:
        return refused("zip_one_table", ", ".join(tables)[:80])
    pictures: dict[str, bytes] = {}
    for path, found in files.items():
        name = path.rsplit("/", 1)[-1]
        if path not in tables and pictures.setdefault(name, found) != found:
            return refused("picture_name_twice", name)
    return sheet.read(*read_table(files[tables[0]]), pictures)


def _qti(content: bytes, size_of: SizeOf) -> Reading:
    is_package = content.startswith(FIRST_BYTES)
    return qti.read(content, size_of=size_of) if is_package else qti.read_one(content, size_of=size_of)


READERS: dict[BankFormat, Callable[[bytes, SizeOf], Reading]] = {
    BankFormat.QTI: _qti,
    BankFormat.MOODLE_XML: lambda content, size_of: moodle_xml.read(content, size_of=size_of),
    BankFormat.GIFT: lambda content, size_of: gift.read(text_of(content) or ""),
    BankFormat.AIKEN: lambda content, size_of: aiken.read(text_of(content) or ""),
}
