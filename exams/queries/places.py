"""Where an attempt may be sat: the networks of its sitting, and the keys of the browser."""

from __future__ import annotations

from dataclasses import dataclass

from exams.domain.safe_browser import Keys
from exams.models import Attempt, Sitting


@dataclass(frozen=True, slots=True)
class Place:
    """An attempt in a sitting that sets conditions: its networks, one range per line, and its keys."""

    attempt_id: int
    sitting_id: int
    networks: str
    keys: Keys


def place_of(attempt: Attempt) -> Place | None:
    """Return the place of an attempt; None where it may be sat anywhere. Cost: none when its sitting is read."""
    sitting = attempt.sitting
    if sitting is None or not (sitting.networks or keys_of(sitting).are_asked):
        return None
    return Place(attempt.pk, sitting.pk, sitting.networks, keys_of(sitting))


def keys_of(sitting: Sitting) -> Keys:
    """Return the keys of Safe Exam Browser that a sitting names. Cost: none."""
    return Keys(sitting.config_keys, sitting.browser_keys)
