"""Rulings on attempts: what one would do, what stands, and what a candidate is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import QuerySet

from core.prepared import PreparedModels
from exams.domain.resting import Effect, Resting
from exams.enums import AttemptState
from exams.models import Attempt, Exam, Ruling
from exams.models.ruling import GRANTING
from exams.queries.chances import chances_in
from exams.queries.standing import PastAttempt, standing_of
from exams.signals import resting_asked
from people.enums import ProposalState
from people.models import Person

APPROVED = PreparedModels(
    lambda attempt: Ruling.objects.filter(attempt_id=attempt, state=ProposalState.APPROVED.value).order_by("pk"),
    attempt=models.BigIntegerField(),
)


def approved_of(attempt: Attempt) -> list[Ruling]:
    """Return the approved rulings on an attempt, the oldest first. Cost: one query."""
    return APPROVED.found(attempt=attempt.pk)


def approved_at(exam: Exam, person: Person) -> list[Ruling]:
    """Return the approved rulings on the attempts of a person at an exam, the oldest first. Cost: one query."""
    rows = Ruling.objects.filter(attempt__exam=exam, attempt__person=person, state=ProposalState.APPROVED.value)
    return list(rows.select_related("attempt").order_by("attempt__number", "pk"))


UNUSED = PreparedModels(
    lambda person: Ruling.objects.filter(
        attempt__person_id=person, state=ProposalState.APPROVED.value, kind__in=GRANTING, used_by=None
    ).order_by("pk"),
    "attempt",
    person=models.BigIntegerField(),
)


def granted_to(person: Person, *, reached: Callable[[], QuerySet[Exam]], at: datetime) -> list[Exam]:
    """Return the exams at which a person may still use an attempt that was granted, of those that `reached` returns.

    Cost: one query where nothing was granted, else one more, and one for each such exam.
    """
    exams = {ruling.attempt.exam_id for ruling in UNUSED.found(person=person.pk)}
    if not exams:
        return []
    return [
        exam
        for exam in reached().filter(pk__in=exams).order_by("code")
        if (left := chances_in(standing_of({"pk": person.pk}, exam=exam, at=at), exam)).grant is not None
        and not left.is_settled
    ]


def rulings_on(attempt: Attempt) -> list[Ruling]:
    """Return every proposal about an attempt, the newest first. Cost: one query."""
    return list(attempt.rulings.select_related("proposed_by").order_by("-pk"))


def resting_on(attempt: Attempt) -> list[Resting]:
    """Return what rests on an attempt, as the floors above name it."""
    replies: Sequence[tuple[object, Any]] = resting_asked.send(sender=Attempt, attempt_id=attempt.pk)
    return [thing for _receiver, things in replies for thing in things]


def effect_of(ruling: Ruling, *, at: datetime) -> Effect:
    """Return what a ruling that waits would do. Cost: one query, and those of the floors above."""
    attempt = ruling.attempt
    standing = standing_of({"pk": attempt.person_id}, exam=attempt.exam, at=at)
    ruled = tuple(_ruled(past, ruling) if past.pk == attempt.pk else past for past in standing.attempts)
    after = replace(standing, attempts=ruled)
    before = chances_in(standing, attempt.exam).may_still
    left = chances_in(after, attempt.exam).may_still
    return Effect(before, left, resting_on(attempt) if ruling.voids else [])


def _ruled(past: PastAttempt, ruling: Ruling) -> PastAttempt:
    state = AttemptState.VOID.value if ruling.voids else past.state
    return replace(past, state=state, grant=ruling.pk if ruling.grants else past.grant)
