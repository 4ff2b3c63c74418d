"""Writes and checks the audit trail."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from core.models import AuditEvent, AuditHead
from core.prepared import planned_once
from core.prepared_writes import PreparedInsert, PreparedUpdate

HEAD = "SELECT core_audithead.sequence, core_audithead.hash FROM core_audithead WHERE core_audithead.id = 1"
EVENTS = PreparedInsert(AuditEvent)
MOVED = PreparedUpdate(AuditHead, sets=("sequence", "hash"), where=("id",))


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be recorded; `actor` None means the system itself."""

    action: str
    actor: models.Model | None
    target: models.Model
    data: Mapping[str, Any] | None = None


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


def _locked_head() -> tuple[int, str]:
    sql = f"{HEAD} FOR UPDATE" if connection.features.has_select_for_update else HEAD
    with planned_once() as cursor:
        cursor.execute(sql)
        head: tuple[int, str] | None = cursor.fetchone()
    if head is None:  # the very first event
        AuditHead.objects.get_or_create(pk=1)
        return _locked_head()
    return head


def record(
    *,
    action: str,
    actor: models.Model | None,
    target: models.Model,
    at: datetime,
    data: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Append one event to the chain, in the caller's transaction.

    `actor` None means the system itself. The head row is locked, so events are numbered without gaps. Cost: three
    statements.
    """
    return record_all([Entry(action, actor, target, data)], at=at)[0]


@transaction.atomic(savepoint=False)
def record_all(entries: Sequence[Entry], *, at: datetime) -> list[AuditEvent]:
    """Append these events in their order, as `record` does each. Cost: three statements for all of them."""
    sequence, last = _locked_head()
    events = []
    for entry in entries:
        event = AuditEvent(
            sequence=sequence + 1,
            at=at,
            action=entry.action,
            actor_id=entry.actor.pk if entry.actor is not None else None,
            actor_label=str(entry.actor)[:120] if entry.actor is not None else "system",
            target_type=entry.target._meta.label_lower,
            target_id=str(entry.target.pk),
            target_label=str(entry.target)[:200],
            data=json.loads(json.dumps(dict(entry.data or {}), cls=DjangoJSONEncoder)),
            prev_hash=last,
        )
        event.hash = fingerprint(event)
        sequence, last = event.sequence, event.hash
        events.append(event)
    EVENTS.write(events)
    MOVED.write({"sequence": sequence, "hash": last}, id=1)
    return events


def breaks() -> Iterator[int]:
    """Yield the sequence number of every event at which the chain does not hold, in order."""
    expected_hash, expected_sequence = "0" * 64, 1
    for event in AuditEvent.objects.order_by("sequence").iterator(chunk_size=2000):
        whole = event.sequence == expected_sequence and event.prev_hash == expected_hash
        if not whole or fingerprint(event) != event.hash:
            yield event.sequence
        expected_hash, expected_sequence = event.hash, event.sequence + 1
