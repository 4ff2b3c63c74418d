"""The clock. Doors (views, tasks, commands, receivers) read it once and pass the instant on as `at`."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return timezone.now()


def local_day(at: datetime) -> date:
    """Return the calendar day of an instant in the company's time zone."""
    return timezone.localdate(at)
