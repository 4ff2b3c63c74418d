"""Where an attempt may be sat: the networks of its sitting."""

from __future__ import annotations

from dataclasses import dataclass

from exams.models import Attempt


@dataclass(frozen=True, slots=True)
class Place:
    """An attempt in a sitting that names its networks, one range per line."""

    attempt_id: int
    sitting_id: int
    networks: str


def place_of(attempt: Attempt) -> Place | None:
    """Return the place of an attempt; None where it may be sat anywhere. Cost: none when its sitting is read."""
    sitting = attempt.sitting
    return Place(attempt.pk, sitting.pk, sitting.networks) if sitting is not None and sitting.networks else None
