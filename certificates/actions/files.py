"""Keeps the file of a certificate, or what keeps it from being made."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from certificates.enums import CertificateState
from certificates.models import Certificate
from core import audit


@transaction.atomic
def keep_file(certificate: Certificate, *, pdf: bytes, at: datetime) -> bool:
    """Store the PDF with its SHA-256 and issue the certificate; False when another worker was faster.

    A certificate revoked meanwhile keeps its state and gets the file as proof.
    """
    name = certificate.file.field.generate_filename(certificate, f"{certificate.number}.pdf")
    stored = certificate.file.storage.save(name, ContentFile(pdf))
    fields = {"file": stored, "file_sha256": hashlib.sha256(pdf).hexdigest(), "missing_glyphs": ""}
    waiting = Certificate.objects.filter(pk=certificate.pk, file="")
    kept = waiting.exclude(state=CertificateState.REVOKED).update(state=CertificateState.ISSUED, **fields)
    kept = kept or waiting.update(**fields)
    if not kept:
        certificate.file.storage.delete(stored)
        return False
    audit.record(
        action="certificates.file_made",
        actor=None,
        target=certificate,
        at=at,
        data={"sha256": fields["file_sha256"], "bytes": len(pdf)},
    )
    return True


@transaction.atomic
def keep_missing(certificate: Certificate, *, characters: list[str], at: datetime) -> None:
    """Hold a certificate whose text the faces cannot draw; human resources sees which characters are missing."""
    held = Certificate.objects.filter(pk=certificate.pk, state=CertificateState.PENDING).update(
        state=CertificateState.HELD, missing_glyphs="".join(characters)[:100]
    )
    if held:
        audit.record(
            action="certificates.held", actor=None, target=certificate, at=at, data={"characters": characters}
        )
