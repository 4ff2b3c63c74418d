"""The two Celery tasks of the house: one runs a job, one sweeps up what a lost bell left."""

from datetime import timedelta

from celery import shared_task

from core import clock, jobs


@shared_task(name="core.run_job")
def run_job(*, job_id: int) -> None:
    """Do one job of the outbox, the most urgent one; the job whose bell it was when none waits."""
    urgent = jobs.most_urgent()
    jobs.run(job_id if urgent is None else urgent, at=clock.now())


@shared_task(name="core.sweep_jobs")
def sweep_jobs() -> None:
    """Ring again for every job that has waited for more than twenty seconds."""
    for job_id in jobs.waiting(at=clock.now(), older_than=timedelta(seconds=20)):
        jobs.ring(job_id)
