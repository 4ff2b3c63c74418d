"""Asks for files of items; keeps them when they are made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.core.files.base import ContentFile
from django.db import transaction

from core import audit, jobs
from exams.domain.exchange.items import KeptOut
from exams.models import ContentArea, ItemExport
from people.models import User


@transaction.atomic
def request_export(
    *,
    file_format: str,
    area: ContentArea | None,
    status: str,
    item_types: Sequence[str],
    actor: User,
    at: datetime,
) -> ItemExport:
    """Write down that a file is wanted; a worker makes it of what the actor may read then."""
    row = ItemExport.objects.create(
        format=file_format,
        area=area,
        status=status,
        item_types=list(item_types),
        requested_by=actor,
        requested_at=at,
    )
    jobs.enqueue_on_commit("exams.make_items_file", at=at, key=row.job_key, owner=actor, export_id=row.pk)
    told = {"format": file_format, "area": area.code if area else "", "status": status, "types": list(item_types)}
    audit.record(action="exams.items_export_requested", actor=actor, target=row, at=at, data=told)
    return row


@transaction.atomic
def keep(
    row: ItemExport, content: bytes, *, name: str, item_count: int, kept_out: list[KeptOut], at: datetime
) -> None:
    """Keep the file that was made; a second call keeps the first one."""
    locked = ItemExport.objects.select_for_update().get(pk=row.pk)
    if locked.file:
        return
    locked.file = ContentFile(content, name=name)
    locked.file_sha256 = sha256(content).hexdigest()
    locked.item_count = item_count
    locked.kept_out = [[entry.code, entry.reason] for entry in kept_out]
    locked.finished_at = at
    locked.save()


@transaction.atomic
def note_fetched(row: ItemExport, *, actor: User, at: datetime) -> None:
    """Write down that the file was fetched: it holds keys."""
    data = {"format": row.format, "items": row.item_count, "sha256": row.file_sha256}
    audit.record(action="exams.items_export_fetched", actor=actor, target=row, at=at, data=data)


@transaction.atomic
def retry(row: ItemExport, *, actor: User, at: datetime) -> bool:
    """Have a file made anew that failed for good; False when it did not fail."""
    if not jobs.retry(row.job_key):
        return False
    audit.record(action="exams.items_export_retried", actor=actor, target=row, at=at)
    return True
