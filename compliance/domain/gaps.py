"""Held against required on a day: pure, and dependent only on what had happened by then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from compliance.enums import GapState


@dataclass(frozen=True, slots=True)
class Holding:
    """One certificate as far as a day can see it: awarded, last valid day, day of revocation if any."""

    valid_from: date
    valid_to: date
    revoked_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether it is valid on the day, both ends included; revocation ends it on its own day."""
        return self.valid_from <= day <= self.valid_to and (self.revoked_on is None or day < self.revoked_on)


def role_since(first_day: date, *, spells: Iterable[tuple[date, date]]) -> date:
    """Return the first day in a role without a break, from the employment that holds and ended ones in that role.

    Somebody who moves to another unit goes on in the role, and time to learn does not begin anew. One day without
    the role is a break.
    """
    since = first_day
    for began, last_day in sorted(spells, reverse=True):
        if began < since <= last_day + timedelta(days=1):
            since = began
    return since


def due_on(*, role_since: date, required_since: date, days_allowed: int) -> date:
    """Return the last day to meet a requirement: so many days after both the role and the rule began."""
    return max(role_since, required_since) + timedelta(days=days_allowed)


def first_day_with_time_left(day: date, *, required_since: date, days_allowed: int) -> date | None:
    """Return the first day in the role of those whose due day has not passed; None when the rule leaves time to all."""
    since = day - timedelta(days=days_allowed)
    return None if required_since >= since else since


def state_by_end(
    day: date, *, due: date, last_day: date | None, was_held: bool, warn_days: int, is_exempt: bool = False
) -> GapState:
    """Return where a person stands, from the last day of what was not revoked and whether anything was ever held.

    Without anything that holds on the day: due while there is time, overdue when something was held before, never
    when nothing was. An exemption comes first.
    """
    if is_exempt:
        return GapState.EXEMPT
    if last_day is not None and last_day >= day:
        return GapState.EXPIRING if last_day - day < timedelta(days=warn_days) else GapState.VALID
    if was_held:
        return GapState.OVERDUE
    return GapState.DUE if day <= due else GapState.NEVER


def state_on(
    day: date, *, due: date, holdings: Sequence[Holding], warn_days: int, is_exempt: bool = False
) -> GapState:
    """Return where a person stands by what was awarded and revoked by the day; the one that lasts longest counts."""
    ends = [holding.valid_to for holding in holdings if holding.holds_on(day)]
    return state_by_end(
        day,
        due=due,
        last_day=max(ends, default=None),
        was_held=any(holding.valid_from <= day for holding in holdings),
        warn_days=warn_days,
        is_exempt=is_exempt,
    )


MET = (GapState.VALID, GapState.EXPIRING)
# Nothing valid is held. Time allowed to learn is no leave to work: who has not passed must not start
# (Work Safety Law, art. 28).
UNMET = (GapState.OVERDUE, GapState.NEVER, GapState.DUE)


def enrolment_due(state: GapState, *, due: date, valid_to: date | None) -> date | None:
    """Return by when somebody must have learnt: the due day, or the last day of what ends or has ended.

    None for those who hold it for long, or are exempt. What was revoked and never ends otherwise was due before.
    """
    if state in (GapState.DUE, GapState.NEVER):
        return due
    if state in (GapState.EXPIRING, GapState.OVERDUE):
        return valid_to if valid_to is not None else due
    return None


def is_on_the_way(*, is_open: bool, enrolled_at: datetime, awarded_at: datetime | None) -> bool:
    """Tell whether the last enrolment leads to the certificate that is lacking.

    An open one does. So does one completed since the last award, or before any: only the exam is missing. One that
    the last award already crowned does not: a renewal begins a new one.
    """
    return is_open or awarded_at is None or enrolled_at > awarded_at


def percent_of(met: int, *, of: int) -> Decimal | None:
    """Return the share who meet a requirement, 0 to 100 with one decimal, half up; None of nobody."""
    if not of:
        return None
    return (Decimal(100) * met / of).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def coverage_percent(states: Iterable[GapState]) -> Decimal | None:
    """Return the share of people who meet the requirement; the exempt count for nothing."""
    counted = [state for state in states if state is not GapState.EXEMPT]
    return percent_of(sum(state in MET for state in counted), of=len(counted))
