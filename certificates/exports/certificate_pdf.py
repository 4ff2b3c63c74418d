"""Draws a certificate as PDF: A4 landscape, embedded faces, QR code; nothing is fetched from anywhere."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from html import escape
from pathlib import Path

import segno
from reportlab.pdfbase import pdfmetrics
from xhtml2pdf import pisa
from xhtml2pdf.files import ResourceAccessPolicy

from certificates.domain.line_breaking import break_clauses, break_lines
from certificates.exports import fonts
from certificates.exports.seal import seal

ASSETS = Path(__file__).resolve().parent / "assets"
TEMPLATE = Path(__file__).resolve().parent / "certificate.html"
STATEMENT_WIDTH, STATEMENT_SIZE = 560.0, 15.0  # points


class MissingGlyphs(Exception):
    """The faces lack characters of the content; nothing was drawn."""

    def __init__(self, characters: list[str]) -> None:
        self.characters = characters
        super().__init__("".join(characters))


class RenderFailed(Exception):
    """The PDF library warned or failed; nothing is issued from such a file."""


@dataclass(frozen=True, slots=True)
class CertificateContent:
    """Every text of one certificate, as it is printed."""

    number: str
    holder_name: str
    statement: str
    rows: tuple[tuple[str, str], ...]
    issuer: str
    issued_on: str
    basis: str
    verify_url: str
    verify_code: str
    title: str = "安全生产培训合格证书"
    subtitle: str = "CERTIFICATE OF SAFETY TRAINING"

    def texts(self) -> str:
        """Return all characters to be drawn."""
        plain = [str(getattr(self, field.name)) for field in fields(self) if field.name != "rows"]
        return "".join(plain) + "".join(label + value for label, value in self.rows)


def render_certificate(content: CertificateContent) -> bytes:
    """Return the PDF of a certificate.

    Raises MissingGlyphs when a face lacks a character, so that no box or blank is ever printed, and RenderFailed
    when the library reports anything at all.
    """
    fonts.register()
    if characters := fonts.missing_glyphs(content.texts()):
        raise MissingGlyphs(characters)
    out = io.BytesIO()
    result = pisa.CreatePDF(
        _html(content),
        dest=out,
        encoding="utf-8",
        path=str(ASSETS / "certificate.html"),
        resource_policy=ResourceAccessPolicy.server(base_dir=str(ASSETS), allow_remote=False),
        context_meta={"title": content.number, "author": content.issuer},
    )
    if result.err or result.warn or result.log:
        raise RenderFailed("; ".join(str(entry) for entry in result.log) or "the library reported an error")
    return out.getvalue()


def _html(content: CertificateContent) -> str:
    name_size = next((size for size in (34, 28, 22, 17) if _name_width(content.holder_name, size) <= 560), 14)
    values = {
        "number": escape(content.number),
        "title": escape(content.title),
        "subtitle": escape(content.subtitle),
        "name": escape(content.holder_name),
        "name_size": str(name_size),
        "statement": _lines(content.statement, width=STATEMENT_WIDTH, size=STATEMENT_SIZE, breaking=break_clauses),
        "rows": "".join(_row(label, value) for label, value in content.rows),
        "issuer": escape(content.issuer),
        "issued_on": escape(content.issued_on),
        "basis": _lines(content.basis, width=420, size=8.5, breaking=break_clauses),
        "code": escape(content.verify_code),
        "qr": _qr(content.verify_url),
        "seal": _embedded(seal(content.issuer)),
    }
    # In one pass: what a value holds is never read as a place for another value.
    return re.sub(r"\[\[(\w+)\]\]", lambda place: values[place[1]], TEMPLATE.read_text(encoding="utf-8"))


def _name_width(name: str, size: float) -> float:
    return pdfmetrics.stringWidth(name, fonts.SERIF, size)


def _lines(text: str, *, width: float, size: float, breaking: Callable[..., list[str]] = break_lines) -> str:
    broken = breaking(text, width=width, measure=lambda part: fonts.width_of(part, face=fonts.SANS, size=size))
    # The library folds the wide space of Chinese into a narrow one; two that do not break are as wide.
    return "<br/>".join(escape(line).replace("\u3000", "&nbsp;&nbsp;&nbsp;") for line in broken)


def _row(label: str, value: str) -> str:
    shown = _lines(value, width=405, size=11)
    return f'<tr><td class="label">{escape(label)}</td><td class="value">{shown}</td></tr>'


def _qr(url: str) -> str:
    png = io.BytesIO()
    # A fixed mask keeps the same address the same picture; level M survives a stamp or a fold.
    segno.make(url, error="m", boost_error=False, mask=3).save(png, kind="png", scale=6, border=2)
    return _embedded(png.getvalue())


def _embedded(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode()
