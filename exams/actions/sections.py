"""Timed sections of an attempt: begun with it, then one after the other, and never back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from core import audit
from core.prepared_writes import PreparedInsert
from exams.actions.eligibility import refuse_elsewhere
from exams.domain import timing
from exams.enums import AttemptState
from exams.errors import TimeIsUp
from exams.errors.sections import SectionOutOfTurn, SectionsWait
from exams.models import Attempt, SectionRun
from exams.queries.sections import OPEN, timed_sections
from people.models import User

RUNS = PreparedInsert(SectionRun)


def begin_sections(attempt: Attempt, *, at: datetime) -> None:
    """Write the timed sections of a new attempt, the first one begun. Cost: none without any, else one insert."""
    runs = [
        SectionRun(attempt=attempt, place=place, minutes=minutes)
        for place, minutes in attempt.form.section_minutes.items()
    ]
    for run in runs[:1]:
        _begin(run, attempt, at=at)
    RUNS.write(runs)


def _begin(run: SectionRun, attempt: Attempt, *, at: datetime) -> None:
    run.started_at = at
    run.deadline_at = timing.section_deadline(
        began_at=at, allowance=timedelta(minutes=run.minutes), factor=attempt.time_factor
    )


@transaction.atomic
def go_on(attempt: Attempt, *, to: int, actor: User, at: datetime, device: str | None = None) -> SectionRun:
    """End the open section of an attempt and begin the next, which `to` names by its place; twice is once.

    One whose time is over ended with that time, whenever the next begins. Raises TimeIsUp for an attempt that is over,
    or has no time left for a section, OpenElsewhere for a device named that does not hold the pen, and
    SectionOutOfTurn for a section that is not the next, or an attempt without any.
    """
    locked = Attempt.objects.select_for_update(of=("self",)).select_related("form").get(pk=attempt.pk)
    sections = timed_sections(locked)
    if sections is None:
        raise SectionOutOfTurn
    ended, begun = sections.current, sections.following
    if to <= ended.place:
        return ended
    if locked.state != AttemptState.OPEN or at >= locked.deadline_at:
        raise TimeIsUp
    refuse_elsewhere(locked, device=device)
    if begun is None or begun.place != to:
        raise SectionOutOfTurn
    ended.ended_at = min(at, sections.ends_at)
    ended.save(update_fields=["ended_at"])
    _begin(begun, locked, at=at)
    begun.save(update_fields=["started_at", "deadline_at"])
    data = {"ended": ended.place, "begun": begun.place, "deadline_at": begun.deadline_at}
    audit.record(action="exams.section_begun", actor=actor, target=locked, at=at, data=data)
    return begun


def refuse_before_the_last(attempt: Attempt) -> None:
    """Raise SectionsWait while timed sections have not begun. Cost: none without any, where the form is read."""
    sections = timed_sections(attempt)
    if sections is not None and attempt.state == AttemptState.OPEN and sections.following is not None:
        raise SectionsWait


def give_time(attempts: list[Attempt], *, minutes: int) -> None:
    """Move the deadlines of the open sections of attempts later. Cost: none where no form has any, else one update."""
    timed = [attempt.pk for attempt in attempts if attempt.form.section_minutes]
    if timed:
        running = SectionRun.objects.filter(attempt__in=timed, **OPEN)
        running.update(deadline_at=F("deadline_at") + timedelta(minutes=minutes))
