"""Reports in a list: where each stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from certificates.models import Certificate
from compliance.models import ReportRun
from compliance.queries.gaps import Wanted
from core.models import Job, JobState
from people.models import Unit


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report with the state of its job: how much of how much is done (0 of 0 while nothing is known)."""

    run: ReportRun
    state: JobState
    done: int
    total: int

    @property
    def is_open(self) -> bool:
        """Tell whether a worker has it or will take it."""
        return self.state in (JobState.QUEUED, JobState.RUNNING)


def with_states(runs: Sequence[ReportRun]) -> list[ReportRow]:
    """Return the reports with where their jobs stand. Cost: one query."""
    found = {job.key: job for job in Job.objects.filter(key__in=[run.job_key for run in runs])}
    rows = []
    for run in runs:
        job = found.get(run.job_key)
        if run.finished_at is not None or job is None:
            rows.append(ReportRow(run, JobState.DONE, 0, 0))
        else:
            rows.append(ReportRow(run, JobState(job.state), job.progress_done, job.progress_total))
    return rows


def wanted_by(run: ReportRun, *, units: QuerySet[Unit]) -> Wanted:
    """Return whose gaps a report tells of, within `units`."""
    return Wanted(
        units=units.filter(above__ancestor=run.unit_id),
        job_role_id=run.job_role_id,
        credential_id=run.credential_id,
        person_type=run.person_type,
    )


def modes(*, first: date | None, last: date) -> dict[tuple[int, int], str]:
    """Return how the exam was taken, for each person × credential earned from `first` to `last`; the newest counts.

    Cost: one query.
    """
    earned = Certificate.objects.filter(valid_from__lte=last)
    if first is not None:
        earned = earned.filter(valid_from__gte=first)
    rows = earned.order_by("awarded_at", "pk").values_list("person_id", "credential_id", "attempt__mode")
    return {(person, credential): mode for person, credential, mode in rows.iterator(chunk_size=5000)}
