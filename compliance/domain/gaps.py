"""Held against required on a day: pure, and dependent only on what had happened by then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
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


def due_on(*, role_since: date, required_since: date, days_allowed: int) -> date:
    """Return the last day to meet a requirement: so many days after both the role and the rule began."""
    return max(role_since, required_since) + timedelta(days=days_allowed)


def state_on(
    day: date, *, due: date, holdings: Sequence[Holding], warn_days: int, is_exempt: bool = False
) -> GapState:
    """Return where a person stands.

    Valid or expiring by the holding that lasts longest. Without one: due while there is time, overdue when
    something was held before, never when nothing was. An exemption comes first.
    """
    if is_exempt:
        return GapState.EXEMPT
    ends = [holding.valid_to for holding in holdings if holding.holds_on(day)]
    if ends:
        return GapState.EXPIRING if max(ends) - day < timedelta(days=warn_days) else GapState.VALID
    if any(holding.valid_from <= day for holding in holdings):
        return GapState.OVERDUE
    return GapState.DUE if day <= due else GapState.NEVER


MET = (GapState.VALID, GapState.EXPIRING)


def coverage_percent(states: Iterable[GapState]) -> Decimal | None:
    """Return the share of people who meet the requirement, 0 to 100 with one decimal, half up.

    The exempt count for nothing; None when nobody else is left.
    """
    counted = [state for state in states if state is not GapState.EXEMPT]
    if not counted:
        return None
    share = Decimal(100) * sum(state in MET for state in counted) / len(counted)
    return share.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
