"""How often an exam may be tried, and from when: one rule for the refusal at the start and for what precedes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


class Sat(Protocol):
    """One attempt so far, void ones left out; `ended_at` is None while it runs, `is_shown` tells of its result."""

    @property
    def started_at(self) -> datetime: ...
    @property
    def ended_at(self) -> datetime | None: ...
    @property
    def passed(self) -> bool: ...
    @property
    def is_shown(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Chances:
    """What is left of the attempts of this round; `not_before` is None where nothing has to be waited for.

    `is_settled` tells that the exam is passed, and that no new completion of its course opened another round.
    `awaits_result` tells that an attempt of this round ended whose result its candidate does not know yet.
    """

    allowed: int
    used: int
    is_settled: bool
    awaits_result: bool
    not_before: datetime | None

    @property
    def left(self) -> int:
        """Return how many attempts may still begin."""
        return max(0, self.allowed - self.used)

    def may_begin(self, *, at: datetime) -> bool:
        """Tell whether the next attempt may begin, as far as number and time of attempts decide it."""
        is_due = self.not_before is None or at >= self.not_before
        return is_due and self.left > 0 and not self.is_settled and not self.awaits_result


def chances(past: Sequence[Sat], *, completed_at: datetime | None, allowed: int, wait: timedelta) -> Chances:
    """Return what is left after these attempts, in their order.

    A pass ends a round once its result is shown; a refresher, which begins with a new completion of the course, opens
    the next. Until a result is shown, what is left says the same after a pass as after a failure.
    """
    last_pass = max((n for n, attempt in enumerate(past) if attempt.passed and attempt.is_shown), default=-1)
    is_settled = last_pass >= 0 and (completed_at is None or completed_at <= past[last_pass].started_at)
    tried = past[last_pass + 1 :]
    awaits_result = any(attempt.ended_at is not None and not attempt.is_shown for attempt in tried)
    ended_at = tried[-1].ended_at if tried else None
    not_before = ended_at + wait if ended_at is not None and wait else None
    return Chances(allowed, len(tried), is_settled, awaits_result, not_before)
