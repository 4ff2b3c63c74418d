"""The faces of certificates: registered once per process, never read again for a render."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics, ttfonts
from xhtml2pdf.default import DEFAULT_FONT

FOLDER = Path(__file__).resolve().parent.parent / "fonts"
SANS, SERIF = "annuansans", "annuanserif"
FILES = {SANS: "AnnuanSans-Regular.ttf", SERIF: "AnnuanSerif-Bold.ttf"}


def to_unicode_map(font_name: str, subset: list[int]) -> str:
    """Return the table by which a reader turns glyphs back into text, characters beyond U+FFFF included.

    The library writes such characters with five digits, which readers take for another character: a name would
    print right and be copied wrong. PDF 32000-1:2008, 9.10.3, asks for UTF-16.
    """
    pairs = "\n".join(
        f"<{place:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for place, code in enumerate(subset)
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo\n<< /Registry ({font_name})\n/Ordering ({font_name})\n/Supplement 0\n>> def\n"
        f"/CMapName /{font_name} def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <{len(subset) - 1:02X}>\nendcodespacerange\n"
        f"{len(subset)} beginbfchar\n{pairs}\nendbfchar\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )


@cache
def register() -> None:
    """Make both faces known to the PDF library; every style of a face is the face itself."""
    ttfonts.makeToUnicodeCMap = to_unicode_map
    rl_config.useA85 = 0  # binary streams: smaller and faster
    for name, file in FILES.items():
        pdfmetrics.registerFont(ttfonts.TTFont(name, str(FOLDER / file)))
        for bold in (0, 1):
            for italic in (0, 1):
                addMapping(name, bold, italic, name)
        DEFAULT_FONT[name] = name


@cache
def _characters(name: str) -> frozenset[int]:
    register()
    return frozenset(pdfmetrics.getFont(name).face.charToGlyph)


def missing_glyphs(text: str) -> list[str]:
    """Return the characters of a text that one of the faces cannot draw, each once, in order."""
    known = _characters(SANS) & _characters(SERIF)
    wanted = dict.fromkeys(character for character in text if not character.isspace())
    return [character for character in wanted if ord(character) not in known]


def width_of(text: str, *, face: str, size: float) -> float:
    """Return the width of a text in points."""
    register()
    return pdfmetrics.stringWidth(text, face, size)
