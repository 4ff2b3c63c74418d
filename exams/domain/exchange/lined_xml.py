"""XML read safely, with the line of the file on which each element begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element, TreeBuilder

from defusedxml.ElementTree import DefusedXMLParser


class _Lined(TreeBuilder):
    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[Element, int] = {}
        self.where: Callable[[], int] = lambda: 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        element: Element = super().start(tag, attrs)
        self.lines[element] = self.where()
        return element


def parsed(content: bytes) -> tuple[Element, Mapping[Element, int]]:
    """Return the root, and the lines of all elements. Raises DefusedXmlException for a document type, ParseError."""
    builder = _Lined()
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.where = lambda: parser.parser.CurrentLineNumber
    parser.feed(content)
    root: Element = parser.close()
    return root, builder.lines
