"""When devices were last heard, and the silences that no time was given for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from exams.domain.contact import minutes_for
from exams.models import Attempt, Incident

SILENCE = "disconnected"


@dataclass(frozen=True, slots=True)
class Call:
    """An attempt in a sitting, and when its device was last heard; None before its paper was opened."""

    attempt_id: int
    sitting_id: int
    heard_at: datetime | None


@dataclass(frozen=True, slots=True)
class Silence:
    """A time in which the device of an attempt was not heard, and the minutes that make it good."""

    incident: Incident
    minutes: int


def call_of(attempt: Attempt) -> Call | None:
    """Return the call of an attempt; None outside of sittings. Cost: none where its contact is read."""
    if attempt.sitting_id is None:
        return None
    known = getattr(attempt, "contact", None)
    return Call(attempt.pk, attempt.sitting_id, known.heard_at if known is not None else None)


def silence_of(incident: Incident) -> Silence | None:
    """Return what an incident says of a silence; None where it says nothing of any."""
    if incident.kind != SILENCE or incident.began_at is None:
        return None
    return Silence(incident, minutes_for(incident.at - incident.began_at))


def open_silences(attempts: Collection[int]) -> dict[int, list[Silence]]:
    """Return by attempt the silences for which no time was given yet, in their order. Cost: one query."""
    rows = Incident.objects.filter(attempt__in=attempts, kind=SILENCE, began_at__isnull=False, extension=None)
    found: dict[int, list[Silence]] = defaultdict(list)
    for incident in rows.order_by("at", "pk"):
        if (silence := silence_of(incident)) is not None and incident.attempt_id is not None:
            found[incident.attempt_id].append(silence)
    return found
