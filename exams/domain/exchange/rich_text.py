"""HTML of other systems, read into our small markup. What is no text, list, table or picture is left out."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import unquote

MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "sub": "~", "sup": "^"}
BLOCKS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "tr", "blockquote", "pre"}
)
UNSEEN = frozenset({"script", "style", "head", "template", "iframe", "object", "noscript"})
_MEANING = re.compile(r"([\\*~^|])")
_LEADING = re.compile(r"^(-|[0-9]{1,2}\.)(?= )", re.MULTILINE)


def protected(text: str) -> str:
    """Return plain text in which our markup reads no mark."""
    escaped = _MEANING.sub(r"\\\1", text).replace("![", "\\![")
    return _LEADING.sub(lambda found: f"{found[1][:-1]}\\{found[1][-1]}", escaped)


def from_html(html: str) -> str:
    """Return our markup of an HTML text; pictures keep the last part of their address as their name."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    """Collects markup; knows how deep it is in what is not seen, and which list it is in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen = 0
        self.lists: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a mark, a line or a picture."""
        if tag in UNSEEN:
            self.unseen += 1
        elif self.unseen:
            return
        elif tag in MARKS:
            self.parts.append(MARKS[tag])
        elif tag in ("ul", "ol"):
            self.lists.append(None if tag == "ul" else 0)
            self.parts.append("\n\n")
        elif tag == "li":
            self.parts.append(f"\n{self._bullet()} ")
        elif tag == "tr":
            self.parts.append("\n|")
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "img":
            self._picture(dict(attrs))
        elif tag in BLOCKS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif self.unseen:
            return
        elif tag in MARKS:
            self.parts.append(MARKS[tag])
        elif tag in ("td", "th"):
            self.parts.append("|")
        elif tag in ("ul", "ol"):
            if self.lists:
                self.lists.pop()
            self.parts.append("\n\n")
        elif tag in BLOCKS and tag != "tr":
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        """Keep words."""
        if not self.unseen:
            self.parts.append(protected(re.sub(r"\s+", " ", data)))

    def _bullet(self) -> str:
        if not self.lists or self.lists[-1] is None:
            return "-"
        self.lists[-1] += 1
        return f"{self.lists[-1]}."

    def _picture(self, attributes: dict[str, str | None]) -> None:
        name = unquote((attributes.get("src") or "").rsplit("/", 1)[-1])
        if name:
            alt = re.sub(r"[\[\]\n]", " ", attributes.get("alt") or "").strip()
            self.parts.append(f"![{alt}](picture:{name})")
