"""Asks for reports."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from compliance.models import ReportRun
from core import audit, jobs
from people.models import Unit, User


@transaction.atomic
def request_report(
    *, kind: str, file_format: str, as_of: date, unit: Unit, language: str, actor: User, at: datetime
) -> ReportRun:
    """Write down that a report is wanted; a worker makes it. The door checks that the actor may see the unit."""
    run = ReportRun.objects.create(
        kind=kind, format=file_format, as_of=as_of, unit=unit, requested_by=actor, requested_at=at
    )
    jobs.enqueue_on_commit(
        "compliance.make_report",
        at=at,
        key=f"compliance.make_report:{run.pk}",
        owner=actor,
        report_id=run.pk,
        language=language,
    )
    audit.record(
        action="compliance.report_requested",
        actor=actor,
        target=run,
        at=at,
        data={"kind": kind, "as_of": as_of, "unit": unit.code, "format": file_format},
    )
    return run
