"""How often an exam may be tried, and from when: one rule for the refusal at the start and for what precedes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


class Sat(Protocol):
    """One attempt so far, void ones left out; `ended_at` is None while it runs."""

    @property
    def started_at(self) -> datetime: ...
    @property
    def ended_at(self) -> datetime | None: ...
    @property
    def passed(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Chances:
    """What is left of the attempts of this round; `not_before` is None where nothing has to be waited for.

    `is_settled` tells that the exam is passed, and that no new completion of its course opened another round.
    """

    allowed: int
    used: int
    is_settled: bool
    not_before: datetime | None

    @property
    def left(self) -> int:
        """Return how many attempts may still begin."""
        return max(0, self.allowed - self.used)

    def may_begin(self, *, at: datetime) -> bool:
        """Tell whether the next attempt may begin, as far as number and time of attempts decide it."""
        return not self.is_settled and self.left > 0 and (self.not_before is None or at >= self.not_before)


def chances(past: Sequence[Sat], *, completed_at: datetime | None, allowed: int, wait: timedelta) -> Chances:
    """Return what is left after these attempts, in their order.

    A pass ends a round; a refresher, which begins with a new completion of the course, opens the next.
    """
    last_pass = max((n for n, attempt in enumerate(past) if attempt.passed), default=-1)
    is_settled = last_pass >= 0 and (completed_at is None or completed_at <= past[last_pass].started_at)
    tried = past[last_pass + 1 :]
    ended_at = tried[-1].ended_at if tried else None
    return Chances(allowed, len(tried), is_settled, ended_at + wait if ended_at is not None and wait else None)
