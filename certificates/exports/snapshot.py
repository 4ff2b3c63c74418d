"""From the snapshot of a certificate to the words that are printed; in Chinese, the language of the record."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.urls import reverse

from certificates.exports.certificate_pdf import CertificateContent
from certificates.models import Certificate
from core import clock
from core.identifiers import grouped

MODES = {"online": "线上考试", "on_site": "现场考试", "paper": "现场纸笔考试"}
BASIS = "依据：《中华人民共和国安全生产法》第二十八条"
NOTE = "本证书真伪与现行状态以扫码查验结果为准。"
STATEMENT = "已完成规定的培训课程并通过考试，“{credential}”考核合格，特发此证。"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _number(text: str) -> str:
    return format(Decimal(text).normalize(), "f")


def content_of(certificate: Certificate) -> CertificateContent:
    """Return what a certificate prints: the snapshot taken at its award, never today's data."""
    s = certificate.snapshot
    learned = f"{s['course_title']}　{_number(s['hours'])}学时　{_day(date.fromisoformat(s['completed_on']))}完成"
    sat = f"{s['exam_title']}　{MODES[s['mode']]}　{_number(s['percent'])}分　{_day(date.fromisoformat(s['exam_on']))}"
    basis = "、".join(part for part in (BASIS, s["basis"]) if part)
    return CertificateContent(
        number=certificate.number,
        holder_name=s["holder_name"],
        statement=STATEMENT.format(credential=s["credential"]),
        rows=(
            ("工号", s["employee_no"]),
            ("所在单位", s["unit_path"] or "—"),
            ("岗位", s["job_role"] or "—"),
            ("培训课程", learned),
            ("考试", sat),
            ("有效期", f"{_day(certificate.valid_from)}至{_day(certificate.valid_to)}"),
        ),
        issuer=settings.CERTIFICATE_ISSUER,
        issued_on=_day(clock.local_day(certificate.awarded_at)),
        basis=f"{basis}。{NOTE}",
        verify_url=settings.WAGTAILADMIN_BASE_URL + reverse("certificates:verify", args=[certificate.code]),
        verify_code=grouped(certificate.code),
    )
