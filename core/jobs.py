"""The outbox: work is written with the change that wants it; the broker only rings the bell."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q

from core import clock
from core.identifiers import public_id
from core.models import Job, JobState

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=31)  # longer than the hard time limit of a task, 30 minutes
MOST_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class JobContext:
    """What a running job may know and say of itself."""

    job_id: int

    def progress(self, done: int, *, total: int) -> None:
        """Tell people who wait how far it is."""
        Job.objects.filter(pk=self.job_id).update(progress_done=done, progress_total=total)


# A registered piece of work: takes a JobContext and its arguments by keyword, is idempotent, returns its result.
JobFunction = Callable[..., dict[str, Any] | None]

REGISTRY: dict[str, JobFunction] = {}


def job(name: str) -> Callable[[JobFunction], JobFunction]:
    """Register a function of some `tasks` module under the name that actions ask for."""

    def register(function: JobFunction) -> JobFunction:
        if name in REGISTRY and REGISTRY[name] is not function:
            raise ValueError(f"Two jobs are called {name}.")
        REGISTRY[name] = function
        return function

    return register


def enqueue_on_commit(
    name: str,
    *,
    at: datetime,
    key: str | None = None,
    owner: models.Model | None = None,
    title: str = "",
    **args: Any,
) -> Job:
    """Write a job in the current transaction and ring the bell after commit.

    With `key`, a second call returns the job that the first one wrote.
    """
    found, created = Job.objects.get_or_create(
        key=key or f"{name}:{public_id()}",
        defaults={
            "name": name,
            "args": args,
            "title": title,
            "owner_id": owner.pk if owner is not None else None,
            "created_at": at,
        },
    )
    if created:
        transaction.on_commit(lambda: ring(found.pk))
    return found


def ring(job_id: int) -> None:
    """Tell a worker that a job waits. A broker that is down costs time, never work: the sweep comes by."""
    from core.tasks import run_job  # noqa: PLC0415 -- tasks register jobs, so they import this module

    try:
        run_job.apply_async(kwargs={"job_id": job_id}, retry=False)
    except (run_job.OperationalError, OSError):
        logger.warning("The broker did not take the bell for job %s; the sweep will.", job_id, exc_info=True)


def claim(job_id: int, *, at: datetime) -> Job | None:
    """Take a job if it waits or its lease ran out; None when another worker has it or it has ended."""
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=at)
    taken = Job.objects.filter(free, pk=job_id).update(
        state=JobState.RUNNING, lease_until=at + LEASE, attempts=F("attempts") + 1
    )
    return Job.objects.get(pk=job_id) if taken else None


def run(job_id: int, *, at: datetime) -> None:
    """Claim a job and do it; a failure is tried again up to three times, then stays visible as failed."""
    taken = claim(job_id, at=at)
    if taken is None:
        return
    try:
        result = REGISTRY[taken.name](JobContext(taken.pk), **taken.args)
    except Exception as error:  # the outermost door of a worker: nothing may escape unrecorded
        logger.exception("Job %s (%s) failed.", taken.pk, taken.name)
        _finish_failed(taken, error=error)
        return
    Job.objects.filter(pk=taken.pk, state=JobState.RUNNING).update(
        state=JobState.DONE, result=result or {}, lease_until=None, finished_at=clock.now(), error=""
    )


def retry(key: str) -> bool:
    """Put a failed job back into the queue with all its attempts, and ring after commit; False unless it failed."""
    found = Job.objects.filter(key=key, state=JobState.FAILED)
    pk = found.values_list("pk", flat=True).first()
    if pk is None or not found.update(
        state=JobState.QUEUED, attempts=0, finished_at=None, progress_done=0, progress_total=0
    ):
        return False
    transaction.on_commit(lambda: ring(pk))
    return True


def most_urgent(*, besides: Collection[int] = ()) -> int | None:
    """Return the waiting job to do first: one that a person waits for, else the oldest; None when none waits.

    A bell means "jobs wait", not "do this job": a batch of a thousand never stands in front of a person. Jobs of
    `besides` are passed over.
    """
    is_batch = models.ExpressionWrapper(Q(owner_id=None), output_field=models.BooleanField())
    queued = Job.objects.filter(state=JobState.QUEUED).exclude(pk__in=besides).annotate(is_batch=is_batch)
    return queued.order_by("is_batch", "created_at", "pk").values_list("pk", flat=True).first()


def _finish_failed(taken: Job, *, error: Exception) -> None:
    text = f"{type(error).__name__}: {error}"[:2000]
    if taken.attempts >= MOST_ATTEMPTS:
        Job.objects.filter(pk=taken.pk).update(
            state=JobState.FAILED, error=text, lease_until=None, finished_at=clock.now()
        )
    else:
        Job.objects.filter(pk=taken.pk).update(state=JobState.QUEUED, error=text, lease_until=None)


def has_failed(key: str) -> bool:
    """Tell whether the job of this key was given up."""
    return Job.objects.filter(key=key, state=JobState.FAILED).exists()


def waiting(*, at: datetime, older_than: timedelta) -> list[int]:
    """Return ids of jobs whose bell was lost or whose worker died, oldest first."""
    left = Q(state=JobState.QUEUED, created_at__lt=at - older_than) | Q(state=JobState.RUNNING, lease_until__lt=at)
    return list(Job.objects.filter(left).order_by("created_at", "pk").values_list("pk", flat=True)[:500])
