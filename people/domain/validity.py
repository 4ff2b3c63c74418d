"""Days of what holds from one day to another, both included: what may be asked for, and when it ends early."""

from __future__ import annotations

from datetime import date, timedelta

from people.enums import DaysFault


def fault_of(*, starts_on: date, ends_on: date, today: date, most_days: int) -> DaysFault | None:
    """Return what is wrong with the days asked for, at most `most_days` of them; None when nothing is."""
    if ends_on < starts_on:
        return DaysFault.ENDS_BEFORE_IT_BEGINS
    if ends_on < today:
        return DaysFault.IS_OVER
    if (ends_on - starts_on).days + 1 > most_days:
        return DaysFault.TOO_LONG
    return None


def last_day_when_ended(*, starts_on: date, today: date) -> date:
    """Return the last day of what is ended today: yesterday, or the day before it would have begun."""
    return max(today, starts_on) - timedelta(days=1)
