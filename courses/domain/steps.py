"""What a learner's device tells of a lesson: the block reached, or that it was read to its end."""

from __future__ import annotations

from dataclasses import dataclass

MOST_BLOCKS = 1000
MOST_REVISION = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Reached:
    """The number of the block reached, from 0."""

    position: int


@dataclass(frozen=True, slots=True)
class Done:
    """The lesson is done; `revision` is what the page showed, 0 where it did not say."""

    revision: int


def step_of(message: object) -> Done | Reached:
    """Return the step that a message holds; ValueError for anything else, also for a field too many."""
    if isinstance(message, dict):
        position, revision = message.get("position"), message.get("revision", 0)
        if set(message) == {"position"} and type(position) is int and 0 <= position <= MOST_BLOCKS:
            return Reached(position)
        if message.get("done") is True and set(message) <= {"done", "revision"} and _is_number(revision):
            return Done(revision)
    raise ValueError


def _is_number(revision: object) -> bool:
    return type(revision) is int and 0 <= revision <= MOST_REVISION
