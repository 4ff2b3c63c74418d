"""Work of the compliance floor outside the request."""

import hashlib
import tempfile
from pathlib import Path
from typing import Any

from celery import shared_task
from django.core.files import File
from django.utils import translation

from compliance.actions.enrolling import enrol_required, want_enrolments
from compliance.actions.reports import discard_old
from compliance.exports import report
from compliance.models import ReportRun
from compliance.permissions import coverage_units
from compliance.queries.reports import wanted_by
from core import clock
from core.errors import Refusal
from core.jobs import JobContext, job


@shared_task(name="compliance.discard_reports")
def discard_reports() -> int:
    """Delete the files of old reports; return how many."""
    return discard_old(at=clock.now())


@shared_task(name="compliance.sweep_enrolments")
def sweep_enrolments() -> None:
    """Once a day: whoever began, became due or is about to lose a certificate is enrolled."""
    now = clock.now()
    want_enrolments(at=now, key=clock.local_day(now).isoformat())


@job("compliance.enrol_required")
def enrol(ctx: JobContext) -> dict[str, Any] | None:
    """Enrol everybody who lacks a credential; again changes nothing."""
    return dict(enrol_required(at=clock.now()))


@job("compliance.make_report")
def make_report(ctx: JobContext, *, report_id: int, language: str) -> dict[str, Any] | None:
    """Write the file of one report, within the rights that its asker has now; making it again replaces nothing."""
    run = ReportRun.objects.select_related("requested_by", "unit", "job_role", "credential").get(pk=report_id)
    if run.finished_at is not None:
        return {"rows": run.row_count}
    now = clock.now()
    wanted = wanted_by(run, units=coverage_units(run.requested_by, day=clock.local_day(now)))
    with translation.override(language), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{run.kind}-{run.as_of}.{run.format}"
        try:
            run.row_count = report.write(
                run, path, wanted=wanted, at=now, tell=lambda done, total: ctx.progress(done, total=total)
            )
        except Refusal as refusal:
            run.refusal = refusal.message
        else:
            run.file_sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
            with path.open("rb") as content:
                run.file.save(path.name, File(content), save=False)
    run.finished_at = clock.now()
    run.save(update_fields=["file", "file_sha256", "row_count", "refusal", "finished_at"])
    return {"rows": run.row_count}
