"""Uploaded rosters in lists, their lines, and how far the worker is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, QuerySet

from core.models import Job, JobState
from people.domain.roster_plan import Change
from people.enums import RosterState
from people.models import RosterFault, RosterLine, RosterUpload

BUSY = (RosterState.CHECKING, RosterState.APPLYING, RosterState.UNDOING)


class Stage(StrEnum):
    """What the worker does with a file just now."""

    WAITING = "waiting"
    READING = "reading"
    ROWS = "rows"
    WRITING = "writing"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the worker is: rows done of all, and how many jobs stand before this one while it waits."""

    stage: Stage
    done: int = 0
    total: int = 0
    ahead: int = 0


def progress_of(upload: RosterUpload) -> Progress | None:
    """Return how far the worker is with a file; None when it has nothing to do. Cost: up to two queries."""
    if upload.state not in BUSY:
        return None
    return progress_of_job(upload.job_key, is_writing=upload.state == RosterState.UNDOING)


def progress_of_job(key: str, *, is_writing: bool) -> Progress:
    """Return how far the job of this key is; one that is gone has failed. Cost: up to two queries.

    `is_writing` says what a job does that counts no rows: it writes, else it reads.
    """
    job = Job.objects.filter(key=key).first()
    if job is None or job.state == JobState.FAILED:
        return Progress(Stage.FAILED)
    if job.state == JobState.QUEUED:
        return Progress(Stage.WAITING, ahead=_ahead_of(job))
    if not job.progress_total:
        return Progress(Stage.WRITING if is_writing else Stage.READING)
    stage = Stage.ROWS if job.progress_done < job.progress_total else Stage.WRITING
    return Progress(stage, done=job.progress_done, total=job.progress_total)


def _ahead_of(job: Job) -> int:
    # Work that somebody waits for goes first (core.jobs.most_urgent), so that batches do not count.
    waits = Q(state=JobState.RUNNING) | Q(state=JobState.QUEUED, owner_id__isnull=False, pk__lt=job.pk)
    return Job.objects.filter(waits).count()


def for_list(*, text: str, state: str) -> QuerySet[RosterUpload]:
    """Return uploads, the newest first, whose file name holds the text and that are in the state; empty means all."""
    rows = RosterUpload.objects.select_related("uploaded_by").order_by("-pk")
    if text.strip():
        rows = rows.filter(file_name__icontains=text.strip())
    return rows.filter(state=state) if state else rows


def lines_of(upload: RosterUpload, *, show: str, text: str) -> QuerySet[RosterLine]:
    """Return the lines of a file in its order: of one kind, all ("all"), or all that change something ("")."""
    rows = RosterLine.objects.filter(upload=upload).order_by("position")
    if text.strip():
        rows = rows.filter(Q(name__icontains=text.strip()) | Q(employee_no__icontains=text.strip()))
    if show == "all":
        return rows
    return rows.filter(change=show) if show else rows.exclude(change=Change.UNCHANGED)


def faults_of(upload: RosterUpload) -> QuerySet[RosterFault]:
    """Return the wrong cells of a file in its order."""
    return RosterFault.objects.filter(upload=upload).order_by("number", "pk")
