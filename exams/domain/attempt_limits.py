"""How often an exam may be tried, and from when: one rule for the refusal at the start and for what precedes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


class Sat(Protocol):
    """One attempt so far; `ended_at` is None while it runs, `is_shown` tells of its result.

    `grant` is the further attempt that was granted after it, `used_grant` the one by which it began; None for none.
    """

    @property
    def started_at(self) -> datetime: ...
    @property
    def ended_at(self) -> datetime | None: ...
    @property
    def passed(self) -> bool: ...
    @property
    def is_shown(self) -> bool: ...
    @property
    def is_void(self) -> bool: ...
    @property
    def grant(self) -> int | None: ...
    @property
    def used_grant(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Chances:
    """What is left of the attempts of this round; `not_before` is None where nothing has to be waited for.

    `allowed` counts those granted to the person too, and `left` those that may still begin. `is_settled` tells that
    the exam is passed, and that no new completion of its course opened another round; `awaits_result` that an attempt
    of this round ended whose result its candidate does not know yet. `grant` is what the next attempt begins by, None
    for the number that everybody has.
    """

    allowed: int
    used: int
    left: int
    is_settled: bool
    awaits_result: bool
    not_before: datetime | None
    grant: int | None = None

    @property
    def may_still(self) -> int:
        """Return how many attempts may still begin in this round: none once the exam is passed."""
        return 0 if self.is_settled else self.left

    def may_begin(self, *, at: datetime) -> bool:
        """Tell whether the next attempt may begin, as far as number and time of attempts decide it."""
        is_due = self.not_before is None or at >= self.not_before
        return is_due and self.left > 0 and not self.is_settled and not self.awaits_result


def chances(past: Sequence[Sat], *, completed_at: datetime | None, allowed: int, wait: timedelta) -> Chances:
    """Return what is left after these attempts, in their order.

    A pass ends a round once its result is shown; a refresher, which begins with a new completion of the course, opens
    the next. Until a result is shown, what is left says the same after a pass as after a failure. A void attempt is
    used up, and else as if it had never been: no pass, no failure, nothing to wait for. What was granted after an
    attempt of the round comes on top, and is used first.
    """
    last_pass = max(
        (n for n, sat in enumerate(past) if sat.passed and sat.is_shown and not sat.is_void), default=-1
    )
    is_settled = last_pass >= 0 and (completed_at is None or completed_at <= past[last_pass].started_at)
    tried = past[last_pass + 1 :]
    counted = [sat for sat in tried if not sat.is_void]
    awaits_result = any(sat.ended_at is not None and not sat.is_shown for sat in counted)
    ended_at = counted[-1].ended_at if counted else None
    not_before = ended_at + wait if ended_at is not None and wait else None
    granted = [sat.grant for sat in tried if sat.grant is not None]
    used = {sat.used_grant for sat in tried}
    unused = [grant for grant in granted if grant not in used]
    own = sum(sat.used_grant is None for sat in tried)
    return Chances(
        allowed=allowed + len(granted),
        used=len(tried),
        left=max(0, allowed - own) + len(unused),
        is_settled=is_settled,
        awaits_result=awaits_result,
        not_before=not_before,
        grant=unused[0] if unused else None,
    )
