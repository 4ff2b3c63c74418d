"""Gives out many certificates at once: one ZIP made by a worker, or a list as a sheet."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet

from certificates.errors import BatchRefused, TooManyForOneFile
from certificates.models import Certificate, CertificateBatch
from core import audit, jobs
from people.models import User

MOST_FILES = 500  # about 100 MB at 200 KB each
MOST_ROWS = 50_000  # a sheet of so many rows is written in a few seconds
KEPT_FOR = timedelta(days=7)


@transaction.atomic
def request_batch(certificates: QuerySet[Certificate], *, actor: User, at: datetime) -> CertificateBatch:
    """Ask for the PDFs of these certificates; those without a file are left out. The door keeps to the actor's scope.

    Raises BatchRefused when none has a file, TooManyForOneFile for more than MOST_FILES.
    """
    wanted = list(certificates.exclude(file="").order_by("pk").values_list("pk", flat=True)[: MOST_FILES + 1])
    if not wanted:
        raise BatchRefused
    if len(wanted) > MOST_FILES:
        raise TooManyForOneFile(data={"most": MOST_FILES})
    batch = CertificateBatch.objects.create(requested_by=actor, requested_at=at, asked_count=len(wanted))
    batch.certificates.set(wanted)
    jobs.enqueue_on_commit("certificates.make_batch", at=at, key=batch.job_key, owner=actor, batch_id=batch.pk)
    audit.record(
        action="certificates.batch_requested", actor=actor, target=batch, at=at, data={"count": len(wanted)}
    )
    return batch


@transaction.atomic
def keep_batch(batch: CertificateBatch, *, path: Path, count: int, at: datetime) -> bool:
    """Store the ZIP of a batch; False when another worker was faster."""
    name = batch.file.field.generate_filename(batch, f"certificates-{batch.requested_at:%Y%m%d-%H%M}.zip")
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
        content.seek(0)
        stored = batch.file.storage.save(name, File(content))
    kept = CertificateBatch.objects.filter(pk=batch.pk, finished_at=None).update(
        file=stored, file_sha256=digest, file_count=count, finished_at=at
    )
    if not kept:
        batch.file.storage.delete(stored)
        return False
    audit.record(
        action="certificates.batch_made", actor=None, target=batch, at=at, data={"count": count, "sha256": digest}
    )
    return True


def drop_old_batches(*, at: datetime) -> int:
    """Delete ZIPs that have lain for a week, for they hold names; return how many. Single PDFs stay."""
    old = CertificateBatch.objects.filter(finished_at__lt=at - KEPT_FOR).exclude(file="")
    dropped = 0
    for batch in old.order_by("pk")[:200]:
        batch.file.storage.delete(str(batch.file.name))
        dropped += CertificateBatch.objects.filter(pk=batch.pk).update(file="")
    return dropped


@transaction.atomic
def note_batch_fetched(batch: CertificateBatch, *, actor: User, at: datetime) -> None:
    """Keep in the audit trail that somebody took a ZIP away."""
    data = {"count": batch.file_count, "sha256": batch.file_sha256}
    audit.record(action="certificates.batch_fetched", actor=actor, target=batch, at=at, data=data)


@transaction.atomic
def note_register_exported(*, count: int, search: str, actor: User, at: datetime) -> None:
    """Keep in the audit trail that somebody took the list away, and which part. Raises TooManyForOneFile."""
    if count > MOST_ROWS:
        raise TooManyForOneFile(data={"count": count, "most": MOST_ROWS})
    data = {"count": count, "search": search}
    audit.record(action="certificates.register_exported", actor=actor, target=actor, at=at, data=data)
