"""From an uploaded file to an applied roster, by way of the worker."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import translation

from core import audit, jobs
from core.bulk import write_rows
from core.errors import Refusal
from core.sheets import Limits, Table, read_table
from people.actions import roster_import
from people.actions.roster_import import BATCH, Tell, silent
from people.domain.roster import RowError
from people.domain.roster_plan import Change, Plan
from people.enums import RosterState
from people.models import RosterFault, RosterLine, RosterUpload, User

LIMITS = Limits(rows=100_000)
MOST_FAULTS_KEPT = LIMITS.rows  # one for each row that a file may have
LONGEST_VALUE = 200


class Stopped(Exception):
    """Somebody cancelled the file while it was being checked."""


@transaction.atomic
def upload(file: File[bytes], *, actor: User | None, at: datetime) -> RosterUpload:
    """Keep a file and have the worker check it; nothing else changes."""
    row = _keep(file, actor=actor, at=at)
    jobs.enqueue_on_commit("people.check_roster", at=at, key=row.job_key, owner=actor, upload_id=row.pk)
    audit.record(action="people.roster_uploaded", actor=actor, target=row, at=at, data={"file": row.file_name})
    return row


def _keep(file: File[bytes], *, actor: User | None, at: datetime) -> RosterUpload:
    name = (file.name or "")[:200]
    return RosterUpload.objects.create(file=file, file_name=name, uploaded_by=actor, uploaded_at=at)


def upload_again(row: RosterUpload, *, actor: User, at: datetime) -> RosterUpload:
    """Have the same file checked anew, as an upload of its own."""
    with row.file.open("rb") as content:
        return upload(ContentFile(content.read(), name=row.file_name), actor=actor, at=at)


def table_of(row: RosterUpload) -> Table:
    """Read the kept file. Raises TableRefused."""
    with row.file.open("rb") as content:
        return read_table(content.read(), file_name=row.file_name, limits=LIMITS)


def in_each_language(refusal: Refusal) -> dict[str, str]:
    """Return the sentence of a refusal by language: who reads it later may use another than the worker."""
    texts = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            texts[code] = refusal.message
    return texts


def check(row: RosterUpload, *, tell: Tell = silent) -> None:
    """Say what the file would do, or what is wrong with it; checking again says the same.

    A file that was cancelled meanwhile is left alone.
    """

    def tell_unless_stopped(done: int, total: int) -> None:
        if not RosterUpload.objects.filter(pk=row.pk, state=RosterState.CHECKING).exists():
            raise Stopped
        tell(done, total)

    try:
        planned = roster_import.preview(roster_import.read_in(table_of(row), tell=tell_unless_stopped))
    except Stopped:
        return
    except Refusal as refusal:
        refuse(row, refusal=refusal, instead_of=RosterState.CHECKING)
    else:
        _ready(row, planned)


@transaction.atomic
def _ready(row: RosterUpload, planned: Plan) -> None:
    if _leave(row, RosterState.CHECKING, state=RosterState.READY, outcome=_outcome(planned)):
        write_lines(row, planned)


def _outcome(planned: Plan) -> dict[str, Any]:
    return {
        "counts": {kind.value: planned.count(kind) for kind in Change},
        "moved": planned.moved,
        "is_held": planned.is_held,
        "open_before": planned.open_before,
        "fingerprint": planned.fingerprint,
    }


def _leave(row: RosterUpload, from_state: RosterState, /, **fields: Any) -> bool:
    return bool(RosterUpload.objects.filter(pk=row.pk, state=from_state).update(**fields))


def write_lines(row: RosterUpload, planned: Plan) -> None:
    """Keep what each line would do, in the order of the file."""
    fields = ("upload_id", "position", "number", "change", "employee_no", "name", "stated", "before")
    lines = (
        (
            row.pk,
            position,
            step.row.number or None,
            step.change.value,
            step.row.employee_no,
            step.row.name,
            step.row.texts(),
            step.before,
        )
        for position, step in enumerate(planned.steps)
    )
    write_rows(RosterLine, fields, lines)


@transaction.atomic
def refuse(row: RosterUpload, *, refusal: Refusal, instead_of: RosterState) -> None:
    """Keep why a file was refused, and every wrong cell."""
    errors: list[RowError] = sorted(refusal.data.get("errors", []), key=lambda error: (error.row, error.field))
    outcome = {"text": in_each_language(refusal), "error_count": len(errors)}
    if _leave(row, instead_of, state=RosterState.REFUSED, outcome=outcome):
        _write_faults(row, errors[:MOST_FAULTS_KEPT])


def _write_faults(row: RosterUpload, errors: Iterable[RowError]) -> None:
    faults = (
        RosterFault(
            upload=row, number=e.row, field=e.field, fault=e.fault.value, value=_printable(e.value)[:LONGEST_VALUE]
        )
        for e in errors
    )
    RosterFault.objects.bulk_create(faults, batch_size=BATCH)


def _printable(value: str) -> str:
    # PostgreSQL keeps no NUL, and a control character would be invisible on the screen: shown as its picture.
    return "".join(chr(0x2400 + ord(sign)) if ord(sign) < 32 else sign for sign in value)


@transaction.atomic
def want_applied(row: RosterUpload, *, confirmed_ended: int | None, actor: User, at: datetime) -> bool:
    """Have the worker apply a checked file; False when it is not ready, or asked for before."""
    wanted = _leave(row, RosterState.READY, state=RosterState.APPLYING, confirmed_ended=confirmed_ended)
    if wanted:
        row.refresh_from_db()
        jobs.enqueue_on_commit(
            "people.apply_roster", at=at, key=row.job_key, owner=actor, upload_id=row.pk, actor_id=actor.pk
        )
    return wanted


def apply(row: RosterUpload, *, actor: User | None, at: datetime, tell: Tell = silent) -> dict[str, int]:
    """Apply a file once; a second call returns what the first did. A refusal keeps the roster as it was.

    The file is read before the transaction begins, so that others wait for the writing only.
    """
    if row.state != RosterState.APPLYING:
        return dict(row.outcome.get("counts", {}))
    try:
        rows = roster_import.read_in(table_of(row), tell=tell)
        return _apply(row, rows=rows, actor=actor, at=at)
    except Refusal as refusal:
        refuse(row, refusal=refusal, instead_of=RosterState.APPLYING)
        return {}


@transaction.atomic
def _apply(row: RosterUpload, *, rows: list[Any], actor: User | None, at: datetime) -> dict[str, int]:
    locked = RosterUpload.objects.select_for_update().get(pk=row.pk)
    if locked.state != RosterState.APPLYING:  # another worker was faster
        return dict(locked.outcome.get("counts", {}))
    roster_import.apply(
        rows,
        upload=locked,
        actor=actor,
        at=at,
        confirmed_ended=locked.confirmed_ended,
        fingerprint=locked.outcome["fingerprint"],
    )
    RosterUpload.objects.filter(pk=row.pk).update(state=RosterState.APPLIED, applied_at=at)
    return dict(locked.outcome["counts"])


@transaction.atomic
def import_now(file: File[bytes], *, actor: User | None, at: datetime, confirmed_ended: int | None = None) -> Plan:
    """Check, keep and apply a file at once. A file that changes nothing, or has errors, is not kept.

    Raises what is wrong with the file, and RosterIsHeld.
    """
    rows = roster_import.read_in(read_table(file.read(), file_name=file.name or "", limits=LIMITS))
    planned = roster_import.preview(rows)
    if planned.count(Change.UNCHANGED) == len(planned.steps):
        return planned
    file.seek(0)
    row = _keep(file, actor=actor, at=at)
    write_lines(row, planned)
    roster_import.apply(
        rows,
        upload=row,
        actor=actor,
        at=at,
        confirmed_ended=confirmed_ended,
        fingerprint=planned.fingerprint,
    )
    outcome = _outcome(planned)
    RosterUpload.objects.filter(pk=row.pk).update(state=RosterState.APPLIED, applied_at=at, outcome=outcome)
    return planned


@transaction.atomic
def cancel(row: RosterUpload, *, actor: User, at: datetime) -> bool:
    """Give a file up that was not applied; its lines go, the file itself stays. False when it is too late.

    An application or undo that failed for good may be given up too: it was one transaction, so nothing was
    changed. After an undo given up, the file is applied as before.
    """
    state = _state_after_cancel(row)
    if state is None or not _leave(row, RosterState(row.state), state=state):
        return False
    if state is RosterState.CANCELLED:
        RosterLine.objects.filter(upload=row).delete()
    audit.record(action="people.roster_cancelled", actor=actor, target=row, at=at, data={"was": row.state})
    return True


def _state_after_cancel(row: RosterUpload) -> RosterState | None:
    if row.state in (RosterState.CHECKING, RosterState.READY):
        return RosterState.CANCELLED
    if not jobs.has_failed(row.job_key):
        return None
    return {RosterState.APPLYING: RosterState.CANCELLED, RosterState.UNDOING: RosterState.APPLIED}.get(
        RosterState(row.state)
    )


@transaction.atomic
def retry(row: RosterUpload, *, actor: User, at: datetime) -> bool:
    """Have the worker try anew what failed for good; False when nothing did."""
    if not jobs.retry(row.job_key):
        return False
    audit.record(action="people.roster_retried", actor=actor, target=row, at=at, data={"state": row.state})
    return True
