"""Draws a table as PDF: A4 landscape, the heading on every page, page n of m; nothing is fetched from anywhere.

Drawn line by line and not from HTML: the HTML library needs 35 seconds for 1,500 rows and more than twice that for
twice as many, this file a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from certificates.domain.line_breaking import break_lines
from certificates.exports import fonts
from compliance.exports.tables import shown
from core.sheets import Cell, Column

PAGE_WIDTH, PAGE_HEIGHT = landscape(A4)
MARGIN, FOOT = 36.0, 44.0  # points
SIZE, LEADING, PAD = 8.0, 10.5, 3.0
INK, SOFT, LINE, SHADE = HexColor(0x1B2430), HexColor(0x4D5866), HexColor(0xC9C5BA), HexColor(0xE4ECEC)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed around the table: a title, facts above it, one line at the foot of each page."""

    title: str
    facts: Sequence[str]
    foot: str


@dataclass(frozen=True, slots=True)
class _Line:
    """One row, broken into lines cell by cell."""

    cells: tuple[tuple[str, ...], ...]
    is_number: tuple[bool, ...]

    @property
    def height(self) -> float:
        return max(1, *(len(lines) for lines in self.cells)) * LEADING + 2 * PAD


@cache
def _known(text: str) -> str:
    """Return the text with what the face cannot draw named by its code, so that no box or blank is printed."""
    for character in fonts.missing_glyphs(text):
        text = text.replace(character, f"[U+{ord(character):04X}]")
    return text


@cache
def _broken(text: str, width: float) -> tuple[str, ...]:
    known = _known(text)
    return tuple(
        break_lines(known, width=width, measure=lambda part: fonts.width_of(part, face=fonts.SANS, size=SIZE))
    )


def _widths(columns: Sequence[Column]) -> list[float]:
    room = PAGE_WIDTH - 2 * MARGIN
    return [room * column.width / sum(c.width for c in columns) for column in columns]


def _line(cells: Sequence[Cell], widths: Sequence[float]) -> _Line:
    broken = tuple(_broken(shown(cell), width - 2 * PAD) for cell, width in zip(cells, widths, strict=True))
    return _Line(broken, tuple(isinstance(cell, (int, float)) or hasattr(cell, "quantize") for cell in cells))


def _pages(lines: Sequence[_Line], *, first: float, other: float) -> list[list[_Line]]:
    """Return the rows page by page; `first` and `other` are the heights left on the first page and on the others."""
    pages: list[list[_Line]] = [[]]
    room = first
    for line in lines:
        if line.height > room and pages[-1]:
            pages.append([])
            room = other
        pages[-1].append(line)
        room -= line.height
    return pages


def write_pdf(path: Path, *, sheet: Sheet, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> int:
    """Write the table; return the number of its rows. Memory: about 3 kB a row."""
    fonts.register()
    widths = _widths(columns)
    lines = [_line(row, widths) for row in rows]
    head = _line([column.heading for column in columns], widths)
    if lines:  # a heading stands over its numbers
        head = replace(head, is_number=lines[0].is_number)
    facts = [_known(line) for line in sheet.facts]
    top = PAGE_HEIGHT - MARGIN - 24 - LEADING * 1.25 * len(facts) - 6
    room = PAGE_HEIGHT - MARGIN - FOOT - head.height
    pages = _pages(lines, first=top - FOOT - head.height, other=room)
    canvas = Canvas(str(path), pagesize=(PAGE_WIDTH, PAGE_HEIGHT), pageCompression=1)
    canvas.setTitle(sheet.title)
    for number, page in enumerate(pages, start=1):
        if number == 1:
            _masthead(canvas, sheet.title, facts)
        _table(canvas, [head, *page], widths, top=top if number == 1 else PAGE_HEIGHT - MARGIN)
        _foot(canvas, sheet.foot, number=number, count=len(pages))
        canvas.showPage()
    canvas.save()
    return len(rows)


def _masthead(canvas: Canvas, title: str, facts: Sequence[str]) -> None:
    canvas.setFillColor(INK)
    canvas.setFont(fonts.SERIF, 16)
    canvas.drawString(MARGIN, PAGE_HEIGHT - MARGIN - 14, _known(title))
    canvas.setFont(fonts.SANS, SIZE)
    canvas.setFillColor(SOFT)
    for place, fact in enumerate(facts):
        canvas.drawString(MARGIN, PAGE_HEIGHT - MARGIN - 32 - place * LEADING * 1.25, fact)


def _table(canvas: Canvas, lines: Sequence[_Line], widths: Sequence[float], *, top: float) -> None:
    canvas.setFont(fonts.SANS, SIZE)
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    y = top
    for place, line in enumerate(lines):
        if place == 0:
            canvas.setFillColor(SHADE)
            canvas.rect(MARGIN, y - line.height, sum(widths), line.height, stroke=0, fill=1)
        canvas.setFillColor(INK)
        x = MARGIN
        for parts, width, is_number in zip(line.cells, widths, line.is_number, strict=True):
            for row, part in enumerate(parts):
                baseline = y - PAD - SIZE - row * LEADING
                if is_number:
                    canvas.drawRightString(x + width - PAD, baseline, part)
                else:
                    canvas.drawString(x + PAD, baseline, part)
            x += width
        y -= line.height
        canvas.line(MARGIN, y, MARGIN + sum(widths), y)


def _foot(canvas: Canvas, text: str, *, number: int, count: int) -> None:
    canvas.setFont(fonts.SANS, 7)
    canvas.setFillColor(SOFT)
    canvas.drawString(MARGIN, 24, _known(text))
    canvas.drawRightString(PAGE_WIDTH - MARGIN, 24, f"{number} / {count}")
