"""Work of the certificates floor outside the request."""

from typing import Any

from celery import shared_task

from certificates.actions.awards import award_overdue
from certificates.actions.files import keep_file, keep_missing
from certificates.exports.certificate_pdf import MissingGlyphs, render_certificate
from certificates.exports.snapshot import content_of
from certificates.models import Certificate
from core import clock
from core.jobs import JobContext, job


@shared_task(name="certificates.sweep_awards")
def sweep_awards() -> int:
    """Award what a lost signal left: passed attempts that earned a certificate and have none."""
    return len(award_overdue(at=clock.now()))


@job("certificates.make_file")
def make_file(ctx: JobContext, *, certificate_id: int) -> dict[str, Any] | None:
    """Draw the PDF of one certificate, or hold it when the faces lack a character; one that has a file is left."""
    certificate = Certificate.objects.get(pk=certificate_id)
    if certificate.file:
        return {"file": certificate.file.name}
    try:
        pdf = render_certificate(content_of(certificate))
    except MissingGlyphs as missing:
        keep_missing(certificate, characters=missing.characters, at=clock.now())
        return {"missing": missing.characters}
    keep_file(certificate, pdf=pdf, at=clock.now())
    return {"bytes": len(pdf)}
