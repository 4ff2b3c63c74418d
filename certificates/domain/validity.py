"""How long a certificate holds: calendar arithmetic in the company's days."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from certificates.enums import Standing


def last_day(*, valid_from: date, months: int) -> date:
    """Return the last valid day: the day before the same day `months` later; a missing day becomes the month's last.

    Valid from 15 September for 12 months ends on 14 September; from 31 August for 6 months on 27 February (28 in
    a leap year). Raises ValueError for less than one month.
    """
    if months < 1:
        raise ValueError("A certificate is valid for at least one month.")
    month_index = valid_from.month - 1 + months
    year, month = valid_from.year + month_index // 12, month_index % 12 + 1
    day = min(valid_from.day, calendar.monthrange(year, month)[1])
    return date(year, month, day) - timedelta(days=1)


def standing(*, valid_to: date, revoked_on: date | None, day: date, warn_days: int) -> Standing:
    """Return what a certificate is worth on a day; it is valid on its last day until midnight."""
    if revoked_on is not None and revoked_on <= day:
        return Standing.REVOKED
    if day > valid_to:
        return Standing.EXPIRED
    return Standing.EXPIRING if valid_to - day < timedelta(days=warn_days) else Standing.VALID
