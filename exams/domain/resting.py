"""What rests on an attempt on other floors, in words: it is named before the attempt becomes void."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Resting:
    """One thing that was earned by an attempt: its name, its state as a code and in words."""

    name: str
    state: str
    state_name: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What a ruling does: attempts left to the person before it and after, and what rests on the attempt."""

    left_before: int
    left_after: int
    resting: Sequence[Resting]
