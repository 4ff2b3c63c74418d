"""Small pieces of Moodle XML: texts with their format, pictures inside, numbers."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement

from exams.domain.exchange.items import share_of
from exams.domain.exchange.rich_text import from_html, protected

PICTURE = re.compile(r"!\[([^\[\]]*)\]\((?:picture:|@@PLUGINFILE@@/)([^()\s]+)\)")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class Unreadable(ValueError):
    """A question cannot be read or written; `code` says why, `value` what stood there."""

    def __init__(self, code: str, value: str = "") -> None:
        self.code, self.value = code, value
        super().__init__(code)


def text_of(element: Element | None) -> str:
    """Return a text in our markup, whatever its format: HTML is converted, plain text protected."""
    if element is None:
        return ""
    raw = (element.findtext("text") or "").replace("\r\n", "\n")
    kind = element.get("format", "html")
    if kind == "markdown":
        return PICTURE.sub(lambda found: f"![{found[1]}](picture:{found[2]})", raw).strip()
    if kind == "plain_text":
        return protected(raw).strip()
    return from_html(raw)


def put_text(parent: Element, tag: str, text: str, pictures: Mapping[str, bytes], **attributes: str) -> Element:
    """Write a text in our markup as Markdown, its pictures inside."""
    element = SubElement(parent, tag, {"format": "markdown", **attributes})
    address = PICTURE.sub(lambda found: f"![{found[1]}](@@PLUGINFILE@@/{found[2]})", text)
    SubElement(element, "text").text = sound(address)
    for name in dict.fromkeys(found[2] for found in PICTURE.finditer(text)):
        if name in pictures:
            put_file(element, name, pictures[name])
    return element


def put_file(parent: Element, name: str, content: bytes) -> None:
    """Write one picture."""
    file = SubElement(parent, "file", {"name": name, "path": "/", "encoding": "base64"})
    file.text = base64.b64encode(content).decode()


def files_of(element: Element) -> dict[str, bytes]:
    """Return the pictures inside an element by name; raises Unreadable for broken ones."""
    found = {}
    for file in element.iter("file"):
        try:
            found[file.get("name", "")] = base64.b64decode("".join((file.text or "").split()), validate=True)
        except (binascii.Error, ValueError) as error:
            raise Unreadable("picture_broken", file.get("name", "")) from error
    return found


def put(parent: Element, tag: str, text: str) -> Element:
    """Write one element with text."""
    element = SubElement(parent, tag)
    element.text = sound(text)
    return element


def sound(text: str) -> str:
    """Return the text without characters that XML cannot hold."""
    return _NO_XML.sub("", text)


def fraction(element: Element) -> Decimal:
    """Return an answer's share; raises Unreadable."""
    share = share_of(element.get("fraction", "0"))
    if share is None:
        raise Unreadable("moodle_fraction", element.get("fraction", ""))
    return share
