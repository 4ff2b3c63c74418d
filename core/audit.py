"""Writes and checks the audit trail."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from core.models import AuditEvent, AuditHead


def fingerprint(event: AuditEvent) -> str:
    """Return the SHA-256 over every field of an event and the hash before it, 64 hexadecimal characters."""
    body = [
        event.sequence,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.action,
        event.actor_id,
        event.actor_label,
        event.target_type,
        event.target_id,
        event.target_label,
        event.data,
        event.prev_hash,
    ]
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _locked_head() -> AuditHead:
    head = AuditHead.objects.select_for_update().filter(pk=1).first()
    if head is None:  # the very first event
        AuditHead.objects.get_or_create(pk=1)
        head = AuditHead.objects.select_for_update().get(pk=1)
    return head


@transaction.atomic(savepoint=False)
def record(
    *,
    action: str,
    actor: models.Model | None,
    target: models.Model,
    at: datetime,
    data: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Append one event to the chain, in the caller's transaction.

    `actor` None means the system itself. The head row is locked, so events are numbered without gaps.
    """
    head = _locked_head()
    event = AuditEvent(
        sequence=head.sequence + 1,
        at=at,
        action=action,
        actor_id=actor.pk if actor is not None else None,
        actor_label=str(actor)[:120] if actor is not None else "system",
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        target_label=str(target)[:200],
        data=json.loads(json.dumps(dict(data or {}), cls=DjangoJSONEncoder)),
        prev_hash=head.hash,
    )
    event.hash = fingerprint(event)
    event.save(force_insert=True)
    AuditHead.objects.filter(pk=1).update(sequence=event.sequence, hash=event.hash)
    return event


def breaks() -> Iterator[int]:
    """Yield the sequence number of every event at which the chain does not hold, in order."""
    expected_hash, expected_sequence = "0" * 64, 1
    for event in AuditEvent.objects.order_by("sequence").iterator(chunk_size=2000):
        whole = event.sequence == expected_sequence and event.prev_hash == expected_hash
        if not whole or fingerprint(event) != event.hash:
            yield event.sequence
        expected_hash, expected_sequence = event.hash, event.sequence + 1
