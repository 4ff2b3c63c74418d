"""Work of the certificates floor outside the request."""

import tempfile
from pathlib import Path
from typing import Any

from celery import shared_task

from certificates.actions.awards import award_overdue
from certificates.actions.batches import drop_old_batches, keep_batch
from certificates.actions.files import keep_file, keep_missing
from certificates.exports.batch import write_batch
from certificates.exports.certificate_pdf import MissingGlyphs, render_certificate
from certificates.exports.snapshot import content_of
from certificates.models import Certificate, CertificateBatch
from certificates.permissions import visible_certificates
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


@shared_task(name="certificates.sweep_batches")
def sweep_batches() -> int:
    """Delete the ZIPs that have lain for a week."""
    return drop_old_batches(at=clock.now())


@job("certificates.make_batch")
def make_batch(ctx: JobContext, *, batch_id: int) -> dict[str, Any] | None:
    """Put the PDFs of a batch in one ZIP, within the rights that its asker has now."""
    batch = CertificateBatch.objects.select_related("requested_by").get(pk=batch_id)
    if batch.finished_at is not None:
        return {"files": batch.file_count}
    now = clock.now()
    seen = visible_certificates(batch.requested_by, day=clock.local_day(now)).values("pk")
    rows = batch.certificates.filter(pk__in=seen).exclude(file="").order_by("number")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "certificates.zip"
        count = write_batch(path, rows, total=rows.count(), progress=ctx.progress)
        keep_batch(batch, path=path, count=count, at=clock.now())
    return {"files": count}
