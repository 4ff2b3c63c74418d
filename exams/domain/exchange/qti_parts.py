"""Small pieces of QTI 2.1: elements without their namespace, and texts of ours as XHTML and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from exams.domain.exchange.moodle_parts import sound
from exams.domain.exchange.picture_names import SHOWN
from exams.domain.exchange.rich_text import from_html
from exams.domain.markup import blocks, line

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PICTURES = "pictures/"
_VOID = re.compile(r"<(br|img)((?:\s[^<>]*)?)>")
Xml = tuple[str, str, tuple[tuple[str, str], ...], tuple[Any, ...], str]


def bare(root: Element) -> Element:
    """Return the tree with local names only: QTI is known by them whatever its version's namespace."""
    for element in root.iter():
        if isinstance(element.tag, str) and "}" in element.tag:
            element.tag = element.tag.rsplit("}", 1)[1]
    return root


def put(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Write one element."""
    element = SubElement(parent, tag, attributes)
    if text:
        element.text = sound(text)
    return element


def xhtml(text: str, *, is_line: bool) -> Element:
    """Return a text in our markup as a division of XHTML; pictures lie beside the item's folder."""
    render = line if is_line else blocks
    names: list[str] = []

    def numbered(found: re.Match[str]) -> str:
        # Names of files are wider than codes: they step aside while the markup is read.
        names.append(found[2])
        return f"![{found[1]}](picture:{len(names) - 1})"

    html = render(SHOWN.sub(numbered, sound(text)), picture=lambda code: f"../{PICTURES}{quote(names[int(code)])}")
    closed = _VOID.sub(r"<\1\2/>", html)
    return fromstring(f"<div>{closed}</div>")  # noqa: S314 -- our own markup, escaped first


def put_text(parent: Element, text: str, *, is_line: bool = False) -> None:
    """Write a text in our markup into an element that has nothing yet."""
    shown = xhtml(text, is_line=is_line)
    parent.text = shown.text
    parent.extend(list(shown))


def text_in(element: Element | None, source: object = None, *, is_line: bool = False) -> str:
    """Return the text of an element in our markup.

    `source` is the markup it was written from, if we wrote it: taken when nobody changed the text since.
    """
    if element is None:
        return ""
    if isinstance(source, str) and _shape(xhtml(source, is_line=is_line)) == _shape(element):
        return source
    inner = (element.text or "").replace("&", "&amp;").replace("<", "&lt;")
    return from_html(inner + "".join(tostring(child, encoding="unicode") for child in element))


def _shape(element: Element) -> Xml:
    inside = tuple(_shape(child) for child in element)
    # The element itself may be called anything; what is in it counts.
    named = tuple((child.tag, tuple(sorted(child.attrib.items())), child.tail or "") for child in element)
    return ("", element.text or "", (), (named, inside), "")


def interactions(root: Element) -> list[Element]:
    """Return what asks for an answer, in its order."""
    return [element for element in root.iter() if str(element.tag).endswith("Interaction")]


def walk_declarations(root: Element) -> Iterator[tuple[str, Element]]:
    """Yield response declarations by their identifier."""
    for element in root.findall("responseDeclaration"):
        yield element.get("identifier", ""), element


def number(text: object) -> Decimal | None:
    """Return a finite number; None for none."""
    try:
        value = Decimal(str(text).strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def plain_number(value: Decimal) -> str:
    """Return a share as files carry it: ten places at most, no exponent."""
    return format(value.quantize(Decimal("1e-10")).normalize(), "f")


def sources(own: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the markup that our own texts were written from, by slot."""
    found = own.get("texts")
    return found if isinstance(found, dict) else {}
