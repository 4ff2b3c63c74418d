"""Moodle XML (docs.moodle.org, "Moodle XML format"), read and written.

What it cannot hold (level, basis, exact scoring) stands in an element <annuan>, which Moodle passes over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

from defusedxml import DefusedXmlException

from exams.domain.exchange import moodle_readers, moodle_writers
from exams.domain.exchange.items import (
    BankItem,
    Found,
    KeptOut,
    Reading,
    Trouble,
    bank_part,
    own,
    packed,
    unpacked,
)
from exams.domain.exchange.lined_xml import parsed
from exams.domain.exchange.moodle_parts import Unreadable, files_of, put, put_text, text_of

# Width and height in pixels of a picture; None for what is no picture.
SizeOf = Callable[[bytes], tuple[int, int] | None]


def read(content: bytes, *, size_of: SizeOf) -> Reading:
    """Return the items of a file. A question that cannot be read is named by its line; the others are kept.

    A file with a document type declaration is refused whole: only those can hide entity bombs.
    """
    try:
        root, lines = parsed(content)
    except DefusedXmlException:
        return Reading((), (Trouble(0, "xml_declares_entities"),))
    except (ParseError, ValueError, LookupError) as error:
        return Reading((), (Trouble(0, "xml_broken", str(error)[:80]),))
    if root.tag != "quiz":
        return Reading((), (Trouble(0, "xml_is_no_quiz", root.tag[:80]),))
    return _questions(root, lines, size_of)


def _questions(root: Element, lines: Mapping[Element, int], size_of: SizeOf) -> Reading:
    found: list[Found] = []
    troubles: list[Trouble] = []
    pictures: dict[str, bytes] = {}
    area = ""
    for question in root.findall("question"):
        number = lines[question]
        if question.get("type") == "category":
            area = _category(question.findtext("category/text") or "")
            continue
        try:
            item = _item(question, area=area, size_of=size_of)
            inside = files_of(question)
        except Unreadable as trouble:
            troubles.append(Trouble(number, trouble.code, trouble.value[:80]))
            continue
        clash = next((name for name in inside if pictures.get(name, inside[name]) != inside[name]), None)
        if clash is not None:
            troubles.append(Trouble(number, "picture_name_twice", clash))
            continue
        pictures |= inside
        found.append(Found(number, item))
    return Reading(tuple(found), tuple(troubles), pictures)


def _category(path: str) -> str:
    parts = [part.strip() for part in path.replace("//", "\x00").split("/")]
    return "/".join(part.replace("\x00", "/") for part in parts if part and part != "top" and part[0] != "$")


def _item(question: Element, *, area: str, size_of: SizeOf) -> BankItem:
    kind = question.get("type", "")
    reader = moodle_readers.READERS.get(kind)
    if reader is None:
        raise Unreadable("moodle_type", kind)
    stem = text_of(question.find("questiontext"))
    if not stem:
        raise Unreadable("no_stem", question.findtext("name/text") or "")
    found = unpacked(question.findtext("annuan") or "")
    item_type, body, key = reader(question, own(found), size_of)
    return BankItem(
        item_type=item_type,
        stem=stem,
        body=body,
        key=key,
        code=(question.findtext("idnumber") or question.findtext("name/text") or "").strip(),
        area=area,
        points=_points(question.findtext("defaultgrade") or "1"),
        explanation=text_of(question.find("generalfeedback")),
        extra=bank_part(found),
    )


def _points(text: str) -> Decimal:
    try:
        value = Decimal(text.strip())
    except InvalidOperation as error:
        raise Unreadable("points", text) from error
    if not value.is_finite() or not 0 < value < 1000:
        raise Unreadable("points", text)
    return Decimal(format(value.normalize(), "f"))


def write(
    items: Iterable[BankItem], *, pictures: Mapping[str, bytes], size_of: SizeOf
) -> tuple[bytes, list[KeptOut]]:
    """Return the file of the items that the format can hold, pictures inside, and the others with the reason."""
    quiz = Element("quiz")
    kept_out: list[KeptOut] = []
    area: str | None = None
    for item in items:
        question = Element("question")
        try:
            extra = _fill(question, item, pictures, size_of)
        except Unreadable as trouble:
            kept_out.append(KeptOut(item.code, trouble.code))
            continue
        if item.area != area:
            area = item.area
            category = SubElement(quiz, "question", {"type": "category"})
            put(SubElement(category, "category"), "text", f"$course$/top/{area}" if area else "$course$/top")
        if note := packed({**item.extra, **extra}):
            put(question, "annuan", note)
        quiz.append(question)
    indent(quiz)
    return tostring(quiz, encoding="utf-8", xml_declaration=True), kept_out


def _fill(question: Element, item: BankItem, pictures: Mapping[str, bytes], size_of: SizeOf) -> dict[str, Any]:
    writer = moodle_writers.WRITERS.get(item.item_type)
    if writer is None:
        raise Unreadable("format_lacks_type", item.item_type)
    put(SubElement(question, "name"), "text", item.code)
    put_text(question, "questiontext", item.stem, pictures)
    put_text(question, "generalfeedback", item.explanation, pictures)
    put(question, "defaultgrade", format(item.points, "f"))
    put(question, "penalty", "0")
    put(question, "hidden", "0")
    put(question, "idnumber", item.code)
    kind, extra = writer(question, item, pictures, size_of)
    question.set("type", kind)
    return extra
