"""The two Celery tasks of the house: one runs jobs, one sweeps up what a lost bell left."""

from datetime import timedelta

from celery import shared_task

from core import clock, jobs

TURN = timedelta(seconds=30)


@shared_task(name="core.run_job")
def run_job(*, job_id: int) -> None:
    """Do the jobs that wait, the most urgent first, each once, and begin none after the turn; if none, the rung one.

    A bell through a broker can take longer than the job, so one bell is enough for many jobs. The turn leaves the time
    limit of a task to the last job of it.
    """
    began, tried = clock.now(), set[int]()
    chosen: int | None = jobs.most_urgent() or job_id
    while chosen is not None:
        jobs.run(chosen, at=clock.now())
        tried.add(chosen)
        chosen = jobs.most_urgent(besides=tried) if clock.now() < began + TURN else None


@shared_task(name="core.sweep_jobs")
def sweep_jobs() -> None:
    """Ring again for every job that has waited for more than twenty seconds."""
    for job_id in jobs.waiting(at=clock.now(), older_than=timedelta(seconds=20)):
        jobs.ring(job_id)
