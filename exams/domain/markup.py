r"""The small markup of stems, options and explanations: escape first, then transform; nothing else can come out.

**bold** *italic* H~2~O m^3^ · lists by "- " and "1. " · a blank line begins a paragraph · tables of | cells | ·
![what it shows](picture:CODE) · a backslash takes the meaning from the sign after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

PictureAddress = Callable[[str], str | None]
PICTURE_MARK = "(picture:"  # in every text that shows a picture

_ESCAPED = re.compile(r"\\([\\*~^|!\[\]()\-.0-9])")
# Signs that a backslash protects, and pictures, leave the text as private-use characters until the end.
_SIGNS, _PICTURES = 0xE000, 0xE100
_HELD = re.compile("[\ue020-\ue07e]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_PICTURE = re.compile(r"!\[([^\[\]]*)\]\(picture:([A-Za-z0-9][A-Za-z0-9_-]{0,39})\)")
# A mark must cling to its text and stand free of letters and digits, so that 3*4*5 and 15~30 stay as they are.
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)
_ITALIC = re.compile(r"(?<![0-9A-Za-z*])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![0-9A-Za-z*])", re.DOTALL)
_LOW = re.compile(r"(?<=[A-Za-z)\]])~([0-9A-Za-z+−-]{1,8})~")
_HIGH = re.compile(r"(?<=[0-9A-Za-z)\]℃])\^([0-9A-Za-z+−-]{1,8})\^")
_BULLET = re.compile(r"[-•] +(.*)")
_NUMBERED = re.compile(r"([0-9]{1,2})\. +(.*)")


def _hold(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(_SIGNS + ord(found[1])), _PRIVATE.sub("", text))


def _release(text: str) -> str:
    return _HELD.sub(lambda found: escape(chr(ord(found[0]) - _SIGNS)), text)


def line(text: str, *, picture: PictureAddress | None = None) -> str:
    """Return safe HTML of one run of text, without blocks: for an option, a label, a cell."""
    return _release(_inline(_hold(text), picture))


def _inline(held: str, picture: PictureAddress | None) -> str:
    images: list[str] = []

    def keep(found: re.Match[str]) -> str:
        images.append(_img(found[1], found[2], picture))
        return chr(_PICTURES + len(images) - 1)

    # Pictures step aside first, so that no mark is ever read inside one.
    html = _PICTURE.sub(keep, escape(held.strip()))
    html = _BOLD.sub(r"<strong>\1</strong>", html)
    html = _ITALIC.sub(r"<em>\1</em>", html)
    html = _LOW.sub(r"<sub>\1</sub>", html)
    html = _HIGH.sub(r"<sup>\1</sup>", html)
    html = html.replace("\n", "<br>")
    return _PRIVATE.sub(lambda found: _put_back(found[0], images), html)


def _put_back(sign: str, images: list[str]) -> str:
    place = ord(sign) - _PICTURES
    return images[place] if 0 <= place < len(images) else sign


def _img(alt: str, code: str, picture: PictureAddress | None) -> str:
    # `alt` is escaped by now. Without an address the words stand for the picture.
    address = picture(code) if picture is not None else None
    return f'<img src="{escape(address)}" alt="{alt}">' if address else alt


def blocks(text: str, *, picture: PictureAddress | None = None) -> str:
    """Return safe HTML of a text with paragraphs, lists and tables."""
    held = _hold(text.replace("\r\n", "\n"))
    html: list[str] = []
    for block in re.split(r"\n[ \t]*\n", held):
        lines = [row.strip() for row in block.split("\n") if row.strip()]
        while lines:
            kind = _kind(lines[0])
            count = next((n for n, row in enumerate(lines) if _kind(row) != kind), len(lines))
            html.append(_block(kind, lines[:count], picture))
            lines = lines[count:]
    return _release("".join(html))


def _kind(row: str) -> str:
    if row.startswith("|") and row.endswith("|") and len(row) > 1:
        return "table"
    if _BULLET.fullmatch(row):
        return "ul"
    return "ol" if _NUMBERED.fullmatch(row) else "p"


def _block(kind: str, rows: list[str], picture: PictureAddress | None) -> str:
    if kind == "table":
        return _table(rows, picture)
    if kind == "p":
        return f"<p>{_inline(chr(10).join(rows), picture)}</p>"
    pattern, group = (_BULLET, 1) if kind == "ul" else (_NUMBERED, 2)
    found = [match for row in rows if (match := pattern.fullmatch(row))]
    items = "".join(f"<li>{_inline(match[group], picture)}</li>" for match in found)
    start = "" if kind == "ul" or int(found[0][1]) == 1 else f' start="{int(found[0][1])}"'
    return f"<{kind}{start}>{items}</{kind}>"


def _table(rows: list[str], picture: PictureAddress | None) -> str:
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    has_head = len(cells) > 1 and all(re.fullmatch(r":?-{2,}:?", cell) for cell in cells[1])
    html = []
    for place, row in enumerate(cells):
        if has_head and place == 1:
            continue
        tag = "th" if has_head and place == 0 else "td"
        html.append("<tr>" + "".join(f"<{tag}>{_inline(cell, picture)}</{tag}>" for cell in row) + "</tr>")
    return f"<table>{''.join(html)}</table>"


def plain(text: str) -> str:
    """Return the words alone, on one line: for search, lint, titles and tables."""
    held = _PICTURE.sub(lambda found: found[1], _hold(text))
    for pattern in (_BOLD, _ITALIC, _LOW, _HIGH):
        held = pattern.sub(r"\1", held)
    rows = []
    for row in held.split("\n"):
        kind = _kind(row.strip())
        if kind == "table":
            cells = [cell.strip() for cell in row.strip().strip("|").split("|")]
            if not all(re.fullmatch(r":?-{2,}:?", cell) for cell in cells):
                rows.append(" ".join(cells))
        else:
            match = _BULLET.fullmatch(row.strip()) if kind == "ul" else None
            rows.append(match[1] if match else row.strip())
    return " ".join(" ".join(_HELD.sub(lambda found: chr(ord(found[0]) - _SIGNS), row) for row in rows).split())


def picture_codes(text: str) -> list[str]:
    """Return the codes of the pictures that a text shows, in their order."""
    return [found[2] for found in _PICTURE.finditer(_hold(text))]
