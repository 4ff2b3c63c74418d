"""What a device notices by itself during a sitting: signals for the proctor, never verdicts."""

from __future__ import annotations

from datetime import datetime

from exams.enums import AttemptState
from exams.models import Attempt, Incident

KINDS = ("focus_lost",)
MOST_SIGNALS = 200  # of one attempt: more tell nothing new, and nobody fills the board by a script
MOST_SECONDS = 24 * 3600


def note(attempt: Attempt, *, kind: str, seconds: int, at: datetime) -> Incident | None:
    """Keep one signal of an open attempt in a sitting, with how long it lasted; None where it is not kept.

    Signals are records by themselves, so none of them is in the audit trail besides. Raises ValueError for a kind or a
    length that no device sends.
    """
    if kind not in KINDS or not 0 <= seconds <= MOST_SECONDS:
        raise ValueError("No such signal.")
    if attempt.sitting_id is None or attempt.state != AttemptState.OPEN:
        return None
    if Incident.objects.filter(attempt=attempt, kind__in=KINDS).count() >= MOST_SIGNALS:
        return None
    return Incident.objects.create(
        sitting_id=attempt.sitting_id, attempt=attempt, at=at, kind=kind, note=f"{seconds} s"
    )
