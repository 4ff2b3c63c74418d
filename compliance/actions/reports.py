"""Asks for reports, asks again for one that failed, deletes files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from certificates.models import Credential
from compliance.errors import ReportHasNotFailed, ReportIsBeingMade
from compliance.models import ReportRun
from core import audit, jobs
from core.models import Job, JobState
from people.models import JobRole, Unit, User

KEPT = timedelta(days=30)  # a report holds personal data and can be made again for the same day at any time


@dataclass(frozen=True, slots=True)
class ReportWish:
    """What a report shall hold; what is empty narrows nothing."""

    kind: str
    file_format: str
    as_of: date
    unit: Unit
    job_role: JobRole | None = None
    credential: Credential | None = None
    person_type: str = ""
    completed_from: date | None = None
    completed_to: date | None = None

    def fields(self) -> dict[str, Any]:
        """Return the fields of the row."""
        names = {name: getattr(self, name) for name in self.__slots__}
        return {"format": names.pop("file_format"), **names}


@transaction.atomic
def request_report(wish: ReportWish, *, language: str, actor: User, at: datetime) -> ReportRun:
    """Write down that a report is wanted; a worker makes it. The door checks that the actor may see the unit."""
    run = ReportRun.objects.create(**wish.fields(), requested_by=actor, requested_at=at)
    jobs.enqueue_on_commit(
        "compliance.make_report", at=at, key=run.job_key, owner=actor, report_id=run.pk, language=language
    )
    told = {name: str(value) for name, value in wish.fields().items() if value}
    audit.record(action="compliance.report_requested", actor=actor, target=run, at=at, data=told)
    return run


@transaction.atomic
def retry_report(run: ReportRun, *, actor: User, at: datetime) -> None:
    """Have a failed report made once more. Raises ReportHasNotFailed when it waits, runs or is done."""
    if not jobs.retry(run.job_key):
        raise ReportHasNotFailed
    audit.record(action="compliance.report_retried", actor=actor, target=run, at=at, data={})


@transaction.atomic
def discard_report(run: ReportRun, *, actor: User | None, at: datetime) -> None:
    """Delete the file of a report and take it off the list; the row stays as proof of what was fetched.

    Deleting twice is deleting once. Raises ReportIsBeingMade while the worker is at it.
    """
    if Job.objects.filter(key=run.job_key, state__in=[JobState.QUEUED, JobState.RUNNING]).exists():
        raise ReportIsBeingMade
    name = run.file.name
    if not ReportRun.objects.filter(pk=run.pk, discarded_at=None).update(file="", discarded_at=at):
        return
    audit.record(
        action="compliance.report_discarded", actor=actor, target=run, at=at, data={"sha256": run.file_sha256}
    )
    if name:
        storage = run.file.storage
        # After commit: a file that is gone cannot be rolled back.
        transaction.on_commit(lambda: storage.delete(name))


def discard_old(*, at: datetime) -> int:
    """Delete the files of reports older than KEPT; return how many."""
    old = list(ReportRun.objects.filter(discarded_at=None, finished_at__lt=at - KEPT).order_by("pk")[:1000])
    for run in old:
        discard_report(run, actor=None, at=at)
    return len(old)
