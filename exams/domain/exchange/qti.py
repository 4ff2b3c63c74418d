"""QTI 2.1 content packages (IMS Question and Test Interoperability), read and written.

What only our bank knows (area, level, basis, exact scoring, the markup of texts) stands in the manifest, beside each
item, in an element of a namespace of our own, which other systems pass over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, register_namespace, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from exams.domain.exchange import qti_readers
from exams.domain.exchange.items import BankItem, Found, KeptOut, Reading, Trouble, bank_part, packed, unpacked
from exams.domain.exchange.moodle_parts import Unreadable
from exams.domain.exchange.packages import opened
from exams.domain.exchange.packages import packed as zipped
from exams.domain.exchange.picture_names import names_in
from exams.domain.exchange.qti_parts import PICTURES, QTI, bare, interactions, number, put, sources, text_in
from exams.domain.exchange.qti_writers import TEMPLATES, WRITERS, Sheet
from exams.domain.exchange.whole import read_note

SizeOf = Callable[[bytes], tuple[int, int] | None]
MANIFEST = "imsmanifest.xml"
OWN = "urn:annuan:item-bank"
IMSCP = "http://www.imsglobal.org/xsd/imscp_v1p1"
IMSMD = "http://ltsc.ieee.org/xsd/LOM"
GAP = "_____"
PICTURE_NAME = re.compile(r".+\.(png|jpe?g|webp|gif|svg)", re.IGNORECASE)
register_namespace("annuan", OWN)


def read(content: bytes, *, size_of: SizeOf) -> Reading:
    """Return the items of a package, each numbered by its place in the manifest. Raises PackageWrong.

    A file with a document type declaration is refused: only those can hide entity bombs.
    """
    files = opened(content)
    if MANIFEST not in files:
        return Reading((), (Trouble(0, "zip_kind"),))
    try:
        manifest = _parsed(files[MANIFEST])
    except Unreadable as trouble:
        return Reading((), (Trouble(0, trouble.code, trouble.value),))
    found: list[Found] = []
    troubles: list[Trouble] = []
    rows = [row for row in manifest.iter("resource") if row.get("type", "").startswith("imsqti_item")]
    pictures, twice = _pictures(files)
    troubles += [Trouble(0, "picture_name_twice", name) for name in twice]
    for place, row in enumerate(rows, start=1):
        try:
            found.append(Found(place, _of_resource(row, files, pictures, size_of)))
        except Unreadable as trouble:
            troubles.append(Trouble(place, trouble.code, trouble.value[:80]))
    return Reading(tuple(found), tuple(troubles), pictures)


def read_one(content: bytes, *, size_of: SizeOf) -> Reading:
    """Return the item of one bare assessmentItem file, without pictures."""
    try:
        return Reading((Found(1, _item(_parsed(content), {}, "", {}, size_of)),), ())
    except Unreadable as trouble:
        whole = trouble.code.startswith("xml_")
        return Reading((), (Trouble(0 if whole else 1, trouble.code, trouble.value[:80]),))


def _parsed(content: bytes) -> Element:
    try:
        return bare(fromstring(content, forbid_dtd=True))
    except DefusedXmlException as error:
        raise Unreadable("xml_declares_entities") from error
    except (ParseError, ValueError, LookupError) as error:
        raise Unreadable("xml_broken", str(error)[:80]) from error


def _pictures(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[str]]:
    """Return pictures by their last name, and names that two different ones share."""
    found: dict[str, bytes] = {}
    twice = []
    for path, content in files.items():
        name = PurePosixPath(path).name
        if path == MANIFEST or path.lower().endswith((".xml", ".xsd", ".css")):
            continue
        if found.setdefault(name, content) != content:
            twice.append(name)
    return found, twice


def _of_resource(
    row: Element, files: Mapping[str, bytes], pictures: Mapping[str, bytes], size_of: SizeOf
) -> BankItem:
    path = row.get("href", "")
    if path not in files:
        raise Unreadable("qti_file_missing", path)
    note = row.find("metadata/item")
    own = unpacked(note.text or "") if note is not None else {}
    return _item(_parsed(files[path]), own, str(own.get("code", "")), pictures, size_of)


def _item(
    root: Element, own: Mapping[str, Any], code: str, pictures: Mapping[str, bytes], size_of: SizeOf
) -> BankItem:
    if root.tag != "assessmentItem":
        raise Unreadable("xml_is_no_quiz", str(root.tag))
    body = root.find("itemBody")
    asked = interactions(root)
    if body is None or not asked:
        raise Unreadable("qti_interaction", root.get("title", ""))
    item_type, shape, key = _answer(root, asked, own, pictures, size_of)
    stem = _stem(body, asked, own)
    if not stem:
        raise Unreadable("no_stem", root.get("title", ""))
    explanation = next((f for f in root.iter("modalFeedback") if f.get("identifier") == "explanation"), None)
    return BankItem(
        item_type=item_type,
        stem=stem,
        body=shape,
        key=key,
        code=code or root.get("title", "").strip(),
        area=str(own.get("area", "")),
        points=_points(root),
        explanation=text_in(explanation, sources(own).get("explanation")),
        extra=bank_part(own),
    )


def _answer(
    root: Element, asked: list[Element], own: Mapping[str, Any], pictures: Mapping[str, bytes], size_of: SizeOf
) -> qti_readers.Read:
    kinds = {str(element.tag) for element in asked}
    if "whole" in own and kinds == {"extendedTextInteraction"}:
        return read_note(own["whole"])
    if kinds == {"textEntryInteraction"}:
        return qti_readers.blanks(root, asked, own)
    if len(asked) == 1 and kinds == {"selectPointInteraction"}:
        picture = asked[0].find("object")
        name = PurePosixPath(picture.get("data", "")).name if picture is not None else ""
        return qti_readers.hazards(root, asked[0], own, size_of(pictures.get(name, b"")))
    if len(asked) != 1 or not kinds <= set(qti_readers.ONE):
        raise Unreadable("qti_interaction", ", ".join(sorted(kinds)))
    return qti_readers.ONE[str(asked[0].tag)](root, asked[0], own)


def _stem(body: Element, asked: list[Element], own: Mapping[str, Any]) -> str:
    """Return the text around the interactions; what we wrote has a division of its own."""
    ours = body.find("div[@class='stem']")
    if ours is not None:
        return text_in(ours, sources(own).get("stem"))
    prompts = [text_in(element.find("prompt")) for element in asked]
    for element in asked:
        tail, is_blank = element.tail, element.tag == "textEntryInteraction"
        element.clear()
        element.tag, element.text, element.tail = "span", GAP if is_blank else "", tail
    for block in list(body.iter("rubricBlock")):
        block.clear()
    return "\n\n".join(filter(None, [text_in(body), *prompts]))


def _points(root: Element) -> Decimal:
    for outcome in root.findall("outcomeDeclaration"):
        if outcome.get("identifier") == "MAXSCORE":
            value = number(outcome.findtext("defaultValue/value"))
            if value is None or not 0 < value < 1000:
                raise Unreadable("points", outcome.findtext("defaultValue/value") or "")
            return Decimal(format(value.normalize(), "f"))
    return Decimal(1)


def write(
    items: Iterable[BankItem], *, pictures: Mapping[str, bytes], size_of: SizeOf
) -> tuple[bytes, list[KeptOut]]:
    """Return the package of the items that QTI can hold, pictures inside, and the others with the reason."""
    files: dict[str, bytes] = {}
    kept_out: list[KeptOut] = []
    manifest = Element("manifest", {"xmlns": IMSCP, "identifier": "ANNUAN-BANK"})
    about = put(manifest, "metadata")
    put(about, "schema", "QTIv2.1 Package")
    put(about, "schemaversion", "1.0.0")
    put(manifest, "organizations")
    resources = put(manifest, "resources")
    for place, item in enumerate(items, start=1):
        try:
            root, own = _written(item, f"ITEM-{place:05d}", pictures, size_of)
        except Unreadable as trouble:
            kept_out.append(KeptOut(item.code, trouble.code))
            continue
        path = f"items/item-{place:05d}.xml"
        files[path] = tostring(root, encoding="utf-8", xml_declaration=True)
        shown = [name for name in names_in(item) if name in pictures]
        _list(resources, f"ITEM-{place:05d}", path, own, shown)
        files |= {PICTURES + name: pictures[name] for name in shown}
    files[MANIFEST] = tostring(manifest, encoding="utf-8", xml_declaration=True)
    return zipped(files), kept_out


def _list(resources: Element, name: str, path: str, own: Mapping[str, Any], shown: list[str]) -> None:
    row = put(resources, "resource", identifier=name, type="imsqti_item_xmlv2p1", href=path)
    SubElement(put(row, "metadata"), f"{{{OWN}}}item").text = packed(own)
    put(row, "file", href=path)
    for picture in shown:
        put(row, "file", href=PICTURES + picture)


def _written(
    item: BankItem, name: str, pictures: Mapping[str, bytes], size_of: SizeOf
) -> tuple[Element, dict[str, Any]]:
    writer = WRITERS.get(item.item_type)
    if writer is None:
        raise Unreadable("format_lacks_type", item.item_type)
    root = Element(
        "assessmentItem",
        {
            "xmlns": QTI,
            "identifier": name,
            "title": item.code or name,
            "adaptive": "false",
            "timeDependent": "false",
        },
    )
    for outcome, kind, value in (("SCORE", "float", "0"), ("MAXSCORE", "float", format(item.points, "f"))):
        declared = put(root, "outcomeDeclaration", identifier=outcome, cardinality="single", baseType=kind)
        put(put(declared, "defaultValue"), "value", value)
    put(root, "outcomeDeclaration", identifier="FEEDBACK", cardinality="single", baseType="identifier")
    body = put(root, "itemBody")
    sheet = Sheet(item, root, body, pictures, size_of)
    stem = put(body, "div")
    stem.set("class", "stem")
    sheet.say(stem, "stem", item.stem, is_line=False)
    writer(sheet)
    if sheet.template:
        put(root, "responseProcessing", template=TEMPLATES + sheet.template)
    if item.explanation:
        told = put(root, "modalFeedback", outcomeIdentifier="FEEDBACK", identifier="explanation", showHide="show")
        sheet.say(told, "explanation", item.explanation, is_line=False)
    own = {"code": item.code, "area": item.area, **item.extra, **sheet.own, "texts": sheet.texts}
    return root, json.loads(json.dumps(own, default=str))
