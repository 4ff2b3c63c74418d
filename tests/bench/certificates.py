"""The floor of the certificate: the same texts, picture, seal and code, drawn directly."""

from __future__ import annotations

import io

import segno
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from certificates.exports import fonts
from certificates.exports.certificate_pdf import ASSETS, CertificateContent
from certificates.exports.seal import seal

ROWS = (
    ("单位", "示例热力集团 / 管网一所 / 抢修一班"),
    ("岗位", "班组作业人员（管网运行、检修）"),
    ("学时", "8"),
    ("成绩", "92 分"),
)


def content() -> CertificateContent:
    """Return a usual certificate."""
    return CertificateContent(
        number="AN-M1-2026-000123-K",
        holder_name="欧阳小暖",
        statement="于2026年11月24日完成“有限空间作业安全”培训，并通过考试，成绩合格，特发此证。",
        rows=ROWS,
        issuer="示例热力集团",
        issued_on="2026年11月24日",
        basis="GB 46768-2025《有限空间作业安全技术规范》4.4.3",
        verify_url="https://train.example.cn/verify/0123456789ABCDEFGHJK/",
        verify_code="01234-56789-ABCDE-FGHJK",
    )


def drawn_directly(sample: CertificateContent, out: io.BytesIO) -> None:
    """Draw it without a layout engine."""
    fonts.register()
    width, height = landscape(A4)
    canvas = Canvas(out, pagesize=(width, height))
    canvas.drawImage(ImageReader(str(ASSETS / "ground.jpg")), 0, 0, width, height)
    canvas.setFont(fonts.SERIF, 34)
    canvas.drawCentredString(width / 2, height - 120, sample.title)
    canvas.drawCentredString(width / 2, height - 220, sample.holder_name)
    canvas.setFont(fonts.SANS, 11)
    lines = [sample.number, sample.subtitle, sample.statement, sample.issuer, sample.issued_on, sample.basis]
    for place, text in enumerate([*lines, sample.verify_code, *(f"{a} {b}" for a, b in sample.rows)]):
        canvas.drawString(120, height - 260 - 18 * place, text)
    code = io.BytesIO()
    segno.make(sample.verify_url, error="m", boost_error=False, mask=3).save(code, kind="png", scale=6, border=2)
    code.seek(0)
    canvas.drawImage(ImageReader(code), width - 180, 60, 90, 90)
    canvas.drawImage(ImageReader(io.BytesIO(seal(sample.issuer))), width - 320, 60, 110, 110, mask="auto")
    canvas.save()
