"""Items as one file of a format, pictures included where the format holds them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from exams.actions.item_imports import size_of
from exams.domain.exchange import aiken, gift, moodle_xml, qti, sheet_writers
from exams.domain.exchange.items import BankItem, KeptOut
from exams.domain.exchange.packages import packed
from exams.domain.exchange.picture_names import names_in, renamed
from exams.enums import BankFormat
from exams.exports.item_template import write_items
from exams.models import ItemPicture
from exams.queries.item_exports import pictures_by_code

EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


@dataclass(frozen=True, slots=True)
class Built:
    """A file, how its name ends, and what could not go into it."""

    content: bytes
    extension: str
    kept_out: list[KeptOut]


def build(kind: BankFormat, items: Sequence[BankItem], *, is_chinese: bool) -> Built:
    """Return the file of these items."""
    stored = pictures_by_code({code for item in items for code in names_in(item)})
    if kind in (BankFormat.GIFT, BankFormat.AIKEN):
        # Plain text names pictures by the codes of the bank.
        text, kept_out = (gift if kind is BankFormat.GIFT else aiken).write(items)
        return Built(text.encode(), "txt", kept_out)
    names = {code: f"{code}.{EXTENSIONS[picture.content_type]}" for code, picture in stored.items()}
    named = [renamed(item, names) for item in items]
    pictures = {names[code]: _content(picture) for code, picture in stored.items()}
    if kind is BankFormat.XLSX:
        return _sheet(named, pictures, is_chinese=is_chinese)
    if kind is BankFormat.QTI:
        content, kept_out = qti.write(named, pictures=pictures, size_of=size_of)
        return Built(content, "zip", kept_out)
    content, kept_out = moodle_xml.write(named, pictures=pictures, size_of=size_of)
    return Built(content, "xml", kept_out)


def _content(picture: ItemPicture) -> bytes:
    with picture.file.open("rb") as file:
        return bytes(file.read())


def _sheet(items: Sequence[BankItem], pictures: Mapping[str, bytes], *, is_chinese: bool) -> Built:
    rows, kept_out = sheet_writers.write(items)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "items.xlsx"
        write_items(path, rows=rows, is_chinese=is_chinese)
        table = path.read_bytes()
    left = {entry.code for entry in kept_out}
    shown = {name for item in items if item.code not in left for name in names_in(item)} & set(pictures)
    if not shown:
        return Built(table, "xlsx", kept_out)
    return Built(packed({"items.xlsx": table, **{name: pictures[name] for name in shown}}), "zip", kept_out)


def kept_out_of(kind: BankFormat, items: Sequence[BankItem]) -> list[KeptOut]:
    """Return what a file of this format could not hold, without making it: pictures count as there when the bank
    has them.
    """
    there = dict.fromkeys(pictures_by_code({code for item in items for code in names_in(item)}), b"")
    if kind is BankFormat.GIFT:
        return gift.write(items)[1]
    if kind is BankFormat.AIKEN:
        return aiken.write(items)[1]
    if kind is BankFormat.XLSX:
        return sheet_writers.write(items)[1]
    writer = qti.write if kind is BankFormat.QTI else moodle_xml.write
    return writer(items, pictures=there, size_of=lambda _data: (1000, 1000))[1]
