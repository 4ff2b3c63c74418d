"""What an exemption may look like."""

from __future__ import annotations

from datetime import date, timedelta

from compliance.enums import ExemptionFault

# Longer than a year would be a change of the training matrix in disguise.
MOST_DAYS = 366


def fault_of(*, starts_on: date, ends_on: date, today: date) -> ExemptionFault | None:
    """Return what is wrong with the days of a new exemption, both included; None when nothing is."""
    if ends_on < starts_on:
        return ExemptionFault.ENDS_BEFORE_IT_BEGINS
    if ends_on < today:
        return ExemptionFault.IS_OVER
    if (ends_on - starts_on).days + 1 > MOST_DAYS:
        return ExemptionFault.TOO_LONG
    return None


def last_day_when_ended(*, starts_on: date, today: date) -> date:
    """Return the last day of an exemption that is ended today: yesterday, or the day before it would have begun."""
    return max(today, starts_on) - timedelta(days=1)
