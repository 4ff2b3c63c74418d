"""From an uploaded file to an applied roster, by way of the worker."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction

from core import audit, jobs
from core.errors import Refusal
from core.sheets import Table, read_table
from people.actions import roster_import
from people.domain.roster import Change, Plan
from people.models import RosterUpload, User

MOST_ERRORS_KEPT = 500


@transaction.atomic
def upload(file: File[bytes], *, actor: User, at: datetime) -> RosterUpload:
    """Keep a file and have the worker check it; nothing else changes."""
    row = RosterUpload.objects.create(
        file=file, file_name=(file.name or "")[:200], uploaded_by=actor, uploaded_at=at
    )
    jobs.enqueue_on_commit(
        "people.check_roster", at=at, key=f"people.check_roster:{row.pk}", owner=actor, upload_id=row.pk
    )
    audit.record(action="people.roster_uploaded", actor=actor, target=row, at=at, data={"file": row.file_name})
    return row


def _table(row: RosterUpload) -> Table:
    with row.file.open("rb") as content:
        return read_table(content.read(), file_name=row.file_name)


def counts_of(planned: Plan) -> dict[str, int]:
    """Return how many people each kind of change happens to."""
    return {kind.value: planned.count(kind) for kind in Change}


def _refused(refusal: Refusal) -> dict[str, Any]:
    errors = refusal.data.get("errors", [])
    kept = [{"row": e.row, "field": e.field, "fault": e.fault.value, "value": e.value} for e in errors]
    return {"message": refusal.code, "errors": kept[:MOST_ERRORS_KEPT], "error_count": len(kept)}


def check(row: RosterUpload) -> None:
    """Say what the file would do, or what is wrong with it; checking again says the same."""
    try:
        planned = roster_import.preview(_table(row))
    except Refusal as refusal:
        state, outcome = "refused", _refused(refusal) | {"text": refusal.message}
    else:
        samples = [
            {
                "change": kind.value,
                "employee_no": r.employee_no,
                "name": r.name,
                "unit": r.unit_code,
                "role": r.role_code,
            }
            for kind, r in planned.changes
            if kind is not Change.UNCHANGED
        ]
        state = "ready"
        outcome = {
            "counts": counts_of(planned),
            "is_held": planned.is_held,
            "open_before": planned.open_before,
            "samples": samples[:200],
        }
    RosterUpload.objects.filter(pk=row.pk, state="checking").update(state=state, outcome=outcome)


@transaction.atomic
def want_applied(row: RosterUpload, *, confirmed_ended: int | None, actor: User, at: datetime) -> bool:
    """Have the worker apply a checked file; False when it is not ready, or asked for before."""
    wanted = RosterUpload.objects.filter(pk=row.pk, state="ready").update(
        state="applying", confirmed_ended=confirmed_ended
    )
    if wanted:
        jobs.enqueue_on_commit(
            "people.apply_roster",
            at=at,
            key=f"people.apply_roster:{row.pk}",
            owner=actor,
            upload_id=row.pk,
            actor_id=actor.pk,
        )
    return bool(wanted)


@transaction.atomic
def apply(row: RosterUpload, *, actor: User, at: datetime) -> dict[str, int]:
    """Apply a file once; a second call returns what the first did. A refusal keeps the roster as it was."""
    if row.state == "applied":
        return dict(row.outcome["counts"])
    try:
        with transaction.atomic():
            planned = roster_import.apply(_table(row), actor=actor, at=at, confirmed_ended=row.confirmed_ended)
    except Refusal as refusal:
        outcome = _refused(refusal) | {"text": refusal.message}
        RosterUpload.objects.filter(pk=row.pk).update(state="refused", outcome=outcome)
        return {}
    counts = counts_of(planned)
    RosterUpload.objects.filter(pk=row.pk).update(
        state="applied", applied_at=at, outcome=row.outcome | {"counts": counts}
    )
    return counts
