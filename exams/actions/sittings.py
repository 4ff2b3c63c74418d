"""Runs sittings: open, check identity, close."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from core import audit
from exams.actions.attempts import close_overdue
from exams.actions.form_sets import refuse_unfit
from exams.enums import AttemptState, SittingState
from exams.errors import ExamNotOpen, NotOnRoster, SittingTimesWrong
from exams.models import Attempt, Candidate, Exam, FormSet, Sitting
from exams.queries.sittings import over
from people.models import Location, Person, User

IDENTITY_METHODS = ("id_card", "staff_card", "known")


@transaction.atomic
def schedule(
    exam: Exam,
    *,
    mode: str,
    location: Location | None,
    opens_at: datetime,
    closes_at: datetime,
    proctors: list[User],
    actor: User,
    at: datetime,
    form_set: FormSet | None = None,
) -> Sitting:
    """Write a new sitting with its proctors; its attempts follow `form_set`, or without one are drawn each anew.

    Raises SittingTimesWrong when it would end before it begins or is over, and FormSetUnfit.
    """
    if closes_at <= opens_at or closes_at <= at:
        raise SittingTimesWrong
    if form_set is not None:
        refuse_unfit(form_set, exam=exam, mode=mode)
    sitting = Sitting(
        exam=exam, mode=mode, location=location, opens_at=opens_at, closes_at=closes_at, form_set=form_set
    )
    sitting.scheduled_by = actor
    sitting.save()
    sitting.proctors.set(proctors)
    audit.record(
        action="exams.sitting_scheduled",
        actor=actor,
        target=sitting,
        at=at,
        data={
            "mode": mode,
            "opens_at": opens_at,
            "closes_at": closes_at,
            "proctors": [p.pk for p in proctors],
            "form_set": form_set.public_id if form_set is not None else "",
        },
    )
    return sitting


@transaction.atomic
def open_sitting(sitting: Sitting, *, actor: User, at: datetime) -> None:
    """Open a planned sitting and make its secret, from which the start codes come."""
    opened = Sitting.objects.filter(pk=sitting.pk, state=SittingState.PLANNED, closes_at__gt=at).update(
        state=SittingState.OPEN, code_secret=secrets.token_urlsafe(24)
    )
    if not opened:
        raise ExamNotOpen
    sitting.refresh_from_db()
    audit.record(action="exams.sitting_opened", actor=actor, target=sitting, at=at)


@transaction.atomic
def add_candidates(sitting: Sitting, *, people: list[Person], actor: User, at: datetime) -> int:
    """Put people on the roster; those who are on it already stay as they are. Return how many are new."""
    if sitting.state == SittingState.CLOSED:
        raise ExamNotOpen
    known = set(Candidate.objects.filter(sitting=sitting).values_list("person_id", flat=True))
    new = [Candidate(sitting=sitting, person=person) for person in people if person.pk not in known]
    Candidate.objects.bulk_create(new)
    if new:
        audit.record(
            action="exams.candidates_added",
            actor=actor,
            target=sitting,
            at=at,
            data={"people": [candidate.person_id for candidate in new]},
        )
    return len(new)


@transaction.atomic
def check_identity(sitting: Sitting, *, person: Person, method: str, actor: User, at: datetime) -> None:
    """Note that a proctor saw who the candidate is; the first check stands. Raises NotOnRoster."""
    if method not in IDENTITY_METHODS:
        raise ValueError(f"No such way to check identity: {method}")
    candidate = Candidate.objects.filter(sitting=sitting, person=person).first()
    if candidate is None:
        raise NotOnRoster
    checked = Candidate.objects.filter(pk=candidate.pk, identity_checked_at=None).update(
        identity_checked_at=at, identity_checked_by=actor, identity_method=method
    )
    if checked:
        audit.record(
            action="exams.identity_checked", actor=actor, target=candidate, at=at, data={"method": method}
        )


@transaction.atomic
def close_sitting(sitting: Sitting, *, actor: User, at: datetime) -> int:
    """Close a sitting, and let the time of its open attempts end now; return how many were open."""
    if not Sitting.objects.filter(pk=sitting.pk, state=SittingState.OPEN).update(state=SittingState.CLOSED):
        raise ExamNotOpen
    running = list(Attempt.objects.filter(sitting=sitting, state=AttemptState.OPEN).select_related("exam"))
    # Their deadline is now, with the same grace as always for answers on their way; the sweep ends and marks them.
    Attempt.objects.filter(pk__in=[attempt.pk for attempt in running], deadline_at__gt=at).update(deadline_at=at)
    audit.record(action="exams.sitting_closed", actor=actor, target=sitting, at=at, data={"open": len(running)})
    return len(running)


def close_over(*, at: datetime) -> int:
    """Close the sittings that ended by themselves, each in its own transaction with its row; return how many."""
    closed = 0
    for sitting in over(at).exclude(state=SittingState.CLOSED).order_by("pk")[:1000]:
        with transaction.atomic():
            ended = over(at).filter(pk=sitting.pk).exclude(state=SittingState.CLOSED)
            if ended.update(state=SittingState.CLOSED):
                audit.record(action="exams.sitting_closed", actor=None, target=sitting, at=at, data={"open": 0})
                closed += 1
    return closed


def close_overdue_attempts(*, at: datetime) -> int:
    """Close every open attempt whose time is over, each in its own transaction; return how many."""
    waiting = Attempt.objects.filter(state=AttemptState.OPEN, deadline_at__lt=at)
    closed = 0
    for attempt in waiting.select_related("exam").order_by("deadline_at", "pk")[:1000]:
        closed += close_overdue(attempt, at=at).state == AttemptState.CLOSED
    return closed
