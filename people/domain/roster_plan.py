"""What a roster would do to the employments on record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from people.domain.roster import RosterRow

HELD_SHARE = 0.05  # a file that takes more than this share of people out of their post waits for a typed count


class Change(StrEnum):
    """What a row, or the absence of one, would do."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Held:
    """One open employment: its key on record, and the row that would leave it as it is."""

    key: int
    row: RosterRow


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one person.

    `row` is what the file states; of somebody ended, what is on record. `held` are the open employments that this
    is about: none of somebody new, the one that was compared, all of somebody ended.
    """

    change: Change
    row: RosterRow
    held: tuple[Held, ...] = ()

    @property
    def moves(self) -> bool:
        """Tell whether one employment ends and another begins."""
        return self.change is Change.CHANGED and self.held[0].row.post != self.row.post

    @property
    def before(self) -> dict[str, str]:
        """Return the value on record of each field that changes; empty unless something changes in place."""
        if self.change is not Change.CHANGED:
            return {}
        old, new = self.held[0].row.texts(), self.row.texts()
        return {field: old[field] for field in new if field != "starts_on" and old[field] != new[field]}


@dataclass(frozen=True)
class Plan:
    """What a whole file would do: one step per employee number, in the file's order; ended ones last."""

    steps: tuple[Step, ...]
    open_before: int

    def of(self, *changes: Change) -> list[Step]:
        """Return the steps of these kinds, in order."""
        return [step for step in self.steps if step.change in changes]

    def count(self, change: Change) -> int:
        """Return how many people this happens to."""
        return sum(1 for step in self.steps if step.change is change)

    @property
    def moved(self) -> int:
        """Return how many people leave one post for another."""
        return sum(1 for step in self.steps if step.moves)

    @property
    def out_of_post(self) -> int:
        """Return of how many people an employment would end: of those who leave, and of those who move.

        A file whose columns slipped moves everybody and ends nobody, so that both count.
        """
        return self.count(Change.ENDED) + self.moved

    @property
    def is_held(self) -> bool:
        """Tell whether so many employments would end that a person must confirm the count."""
        return self.out_of_post > HELD_SHARE * self.open_before

    @cached_property
    def fingerprint(self) -> str:
        """Return 64 hexadecimal characters that differ whenever the plan, or what it starts from, differs."""
        body = [
            [
                step.change.value,
                *step.row.texts().values(),
                *[[held.key, *held.row.texts().values()] for held in step.held],
            ]
            for step in self.steps
        ]
        return hashlib.sha256(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def plan(rows: Sequence[RosterRow], *, current: Mapping[str, Sequence[Held]]) -> Plan:
    """Compare the file with the open employments, by employee number, the oldest of several first.

    A person in the file is new, changed or unchanged; one who is open but not in the file is ended, in every
    employment. The first day alone is no change: it belongs to the employment that is already on record.
    """
    steps = []
    for row in rows:
        held = current.get(row.employee_no)
        if not held:
            steps.append(Step(Change.NEW, row))
            continue
        one = _compared(row, held)
        is_same = one.row.post == row.post and one.row.details == row.details
        steps.append(Step(Change.UNCHANGED if is_same else Change.CHANGED, row, (one,)))
    listed = {row.employee_no for row in rows}
    steps += [
        Step(Change.ENDED, held[-1].row, tuple(held)) for number, held in current.items() if number not in listed
    ]
    return Plan(tuple(steps), len(current))


def _compared(row: RosterRow, held: Sequence[Held]) -> Held:
    # Of several employments the file speaks of the one it fits; another in the same role may not stay open beside
    # the new one, so that one moves; else the newest does.
    return (
        next((one for one in reversed(held) if one.row.post == row.post), None)
        or next((one for one in reversed(held) if one.row.role_code == row.role_code), None)
        or held[-1]
    )


def first_day_of_move(stated: date, *, began: date, today: date) -> date:
    """Return the first day in the new post: the stated one, today where the file still states the old one.

    Never on or before the day the old employment began, so that both last a day at least.
    """
    return max(stated if stated > began else today, began + timedelta(days=1))


def first_day_of_return(stated: date, *, last_day: date | None) -> date:
    """Return the first day of somebody without an open employment; after the last day of an earlier one."""
    return stated if last_day is None else max(stated, last_day + timedelta(days=1))
