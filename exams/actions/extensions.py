"""More time for attempts that run, given by a proctor: to one, to several, to all, or for a silence.

The section that is open, where sections have a time of their own, gets it too.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core import audit
from exams.actions.sections import give_time
from exams.enums import AttemptState
from exams.errors import ExamNotOpen, SilenceMadeGood
from exams.models import Attempt, Extension, Incident, Sitting
from exams.queries.contacts import silence_of
from people.models import User


@transaction.atomic
def extend(attempt: Attempt, *, minutes: int, reason: str, actor: User, at: datetime) -> Attempt:
    """Give an open attempt more time, with a reason. Raises ExamNotOpen when it has ended."""
    return _extended(attempt, minutes=minutes, reason=reason, silence=None, actor=actor, at=at)


@transaction.atomic
def make_good(silence: Incident, *, actor: User, at: datetime) -> Attempt:
    """Give an attempt the time in which its device was not heard; a silence is made good once.

    Raises SilenceMadeGood, ExamNotOpen when the attempt has ended, and ValueError for an incident that is no silence.
    """
    known = silence_of(silence)
    if known is None or silence.attempt is None or silence.began_at is None:
        raise ValueError("No silence.")
    reason = _("Not heard from between %(since)s and %(until)s") % {
        "since": f"{localtime(silence.began_at):%H:%M:%S}",
        "until": f"{localtime(silence.at):%H:%M:%S}",
    }
    try:
        with transaction.atomic():
            return _extended(
                silence.attempt, minutes=known.minutes, reason=reason, silence=silence, actor=actor, at=at
            )
    except IntegrityError as error:
        raise SilenceMadeGood from error


def _extended(
    attempt: Attempt, *, minutes: int, reason: str, silence: Incident | None, actor: User, at: datetime
) -> Attempt:
    locked = Attempt.objects.select_for_update(of=("self",)).select_related("form").get(pk=attempt.pk)
    if locked.state != AttemptState.OPEN:
        raise ExamNotOpen
    Extension.objects.create(
        attempt=locked, minutes=minutes, reason=reason, given_by=actor, given_at=at, silence=silence
    )
    locked.deadline_at += timedelta(minutes=minutes)
    locked.save(update_fields=["deadline_at"])
    give_time([locked], minutes=minutes)
    data = {"minutes": minutes, "reason": reason, "deadline_at": locked.deadline_at}
    audit.record(action="exams.attempt_extended", actor=actor, target=locked, at=at, data=data)
    return locked


@transaction.atomic
def extend_all(
    sitting: Sitting, runs: QuerySet[Attempt], *, minutes: int, reason: str, actor: User, at: datetime
) -> int:
    """Give all attempts of a sitting among `runs` that are open more time, with one reason; return how many they are.

    Whoever has ended gets none. Raises ExamNotOpen when nobody sits any more. Cost: five statements, however many;
    one more where there are timed sections.
    """
    # In their order, so that two who give time at once wait for each other instead of blocking each other.
    waiting = runs.filter(sitting=sitting, state=AttemptState.OPEN).select_related("form").order_by("pk")
    locked = list(waiting.select_for_update(of=("self",)))
    if not locked:
        raise ExamNotOpen
    Extension.objects.bulk_create(
        Extension(attempt=run, minutes=minutes, reason=reason, given_by=actor, given_at=at) for run in locked
    )
    more = timedelta(minutes=minutes)
    Attempt.objects.filter(pk__in=[run.pk for run in locked]).update(deadline_at=F("deadline_at") + more)
    give_time(locked, minutes=minutes)
    data = {
        "minutes": minutes,
        "reason": reason,
        "attempts": {run.public_id: run.deadline_at + more for run in locked},
    }
    audit.record(action="exams.sitting_extended", actor=actor, target=sitting, at=at, data=data)
    return len(locked)
