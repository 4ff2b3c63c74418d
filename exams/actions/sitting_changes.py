"""The end and the place of a sitting, changed while it waits or runs, with a reason."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localtime

from core import audit
from exams.domain import timing
from exams.enums import AttemptState, SittingState
from exams.errors import ExamNotOpen, SittingTimesWrong
from exams.models import Attempt, Extension, Incident, Sitting
from people.models import Location, User

END_CHANGED, PLACE_CHANGED = "end_changed", "place_changed"


@transaction.atomic
def change(
    sitting: Sitting, *, closes_at: datetime, location: Location | None, reason: str, actor: User, at: datetime
) -> int:
    """Let a sitting end at another time or be at another place; return how many running attempts get more time.

    A later end gives back what the earlier one cut off. An earlier one takes nothing from who has begun: it only
    keeps out who has not; whoever wants all to stop closes the sitting. Raises ExamNotOpen for a closed sitting, and
    SittingTimesWrong for an end that is before the beginning or over.
    """
    locked = Sitting.objects.select_for_update(of=("self",)).select_related("exam", "location").get(pk=sitting.pk)
    if locked.state == SittingState.CLOSED:
        raise ExamNotOpen
    if closes_at <= max(locked.opens_at, at):
        raise SittingTimesWrong
    before = {"closes_at": locked.closes_at, "location": locked.location}
    after = {"closes_at": closes_at, "location": location}
    changed = [name for name, value in after.items() if value != before[name]]
    if not changed:
        return 0
    locked.closes_at, locked.location = closes_at, location
    locked.save(update_fields=changed)
    moved = _moved(locked) if "closes_at" in changed else {}
    data = {name: {"before": str(before[name]), "after": str(after[name])} for name in changed}
    audit.record(
        action="exams.sitting_changed",
        actor=actor,
        target=locked,
        at=at,
        data={**data, "reason": reason, "attempts": moved},
    )
    said = {
        "closes_at": (END_CHANGED, f"{_clock(before['closes_at'])} → {_clock(closes_at)}"),
        "location": (PLACE_CHANGED, f"{before['location']} → {location}"),
    }
    for name in changed:
        kind, words = said[name]
        note = f"{words} · {reason}"[:500]
        Incident.objects.create(sitting=locked, at=at, kind=kind, note=note, noted_by=actor)
    return len(moved)


def _clock(at: object) -> str:
    return f"{localtime(at):%m-%d %H:%M}" if isinstance(at, datetime) else ""


def _moved(sitting: Sitting) -> dict[str, datetime]:
    """Move the deadlines that the old end had cut off; return the new ones by attempt."""
    running = Attempt.objects.filter(sitting=sitting, state=AttemptState.OPEN)
    locked = list(running.select_for_update().order_by("pk"))
    given = Extension.objects.filter(attempt__in=locked).values_list("attempt").annotate(Sum("minutes")).order_by()
    minutes = dict(given)
    later = []
    for run in locked:
        due_at = timing.deadline(
            started_at=run.started_at,
            allowance=timedelta(minutes=sitting.exam.time_limit_minutes),
            sitting_ends_at=sitting.closes_at,
            extensions=timedelta(minutes=minutes.get(run.pk, 0)),
            factor=run.time_factor,
        )
        if due_at > run.deadline_at:
            run.deadline_at = due_at
            later.append(run)
    Attempt.objects.bulk_update(later, ["deadline_at"])
    return {run.public_id: run.deadline_at for run in later}
