"""The roster of a sitting as its proctor sees it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from exams.models import Attempt, Candidate, Response, Sitting


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One candidate: identity check, attempt, answers saved. Scores are not shown here."""

    candidate: Candidate
    attempt: Attempt | None
    answered: int


def roster(sitting: Sitting) -> list[RosterRow]:
    """Return one row per candidate, by employee number. Cost: three queries."""
    candidates = list(
        Candidate.objects.filter(sitting=sitting).select_related("person").order_by("person__employee_no", "pk")
    )
    attempts = {
        attempt.person_id: attempt for attempt in Attempt.objects.filter(sitting=sitting).order_by("number")
    }
    counts = dict(
        Response.objects.filter(attempt__sitting=sitting).values_list("attempt").annotate(Count("pk")).order_by()
    )
    return [
        RosterRow(candidate, run, counts.get(run.pk, 0) if run is not None else 0)
        for candidate in candidates
        for run in [attempts.get(candidate.person_id)]
    ]
