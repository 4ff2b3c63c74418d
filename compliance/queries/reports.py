"""Reports in a list: where each stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from certificates.models import Certificate
from compliance.enums import GapState
from compliance.models import ReportRun
from compliance.queries.gaps import Gap, Wanted, in_batches
from core.models import Job, JobState
from people.models import Unit

MODES_AT_ONCE = 5000  # gaps
NEVER_HELD = (GapState.DUE, GapState.NEVER)


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


def modes(people: Collection[int], *, first: date | None, last: date) -> dict[tuple[int, int], str]:
    """Return how these people took the exam, for each person × credential earned from `first` to `last`.

    The newest counts. Cost: one query, none for nobody.
    """
    if not people:
        return {}
    earned = Certificate.objects.filter(person__in=people, valid_from__lte=last)
    if first is not None:
        earned = earned.filter(valid_from__gte=first)
    rows = earned.order_by("awarded_at", "pk").values_list("person_id", "credential_id", "attempt__mode")
    return {(person, credential): mode for person, credential, mode in rows}


def with_modes(gaps: Iterable[Gap], *, first: date | None, last: date) -> Iterator[tuple[Gap, str | None]]:
    """Yield each gap with how its exam was taken last in the period, None where it was not.

    `last` is the day of the gaps, or before. Memory does not grow with the number of gaps. Cost: a query for every
    MODES_AT_ONCE of them.
    """
    for some in in_batches(gaps, MODES_AT_ONCE):
        ever_held = {gap.person_id for gap in some if gap.state not in NEVER_HELD}
        found = modes(ever_held, first=first, last=last)
        for gap in some:
            yield gap, found.get((gap.person_id, gap.credential_id))
