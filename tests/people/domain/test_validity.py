"""Days of proposals for a time: what may be asked for, and when one that is ended ends."""

from datetime import date, timedelta

import pytest

from people.domain.validity import fault_of, last_day_when_ended
from people.enums import DaysFault

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "fault"),
    [
        (TODAY, TODAY, None),
        (TODAY - 30 * DAY, TODAY, None),
        (TODAY, TODAY + 365 * DAY, None),
        (TODAY, TODAY + 366 * DAY, DaysFault.TOO_LONG),
        (TODAY, TODAY - DAY, DaysFault.ENDS_BEFORE_IT_BEGINS),
        (TODAY - 2 * DAY, TODAY - DAY, DaysFault.IS_OVER),
    ],
)
def test_days_asked_for(starts_on, ends_on, fault):
    assert fault_of(starts_on=starts_on, ends_on=ends_on, today=TODAY, most_days=366) is fault


@pytest.mark.parametrize(("begins_in", "last_in"), [(-10, -1), (0, -1), (5, 4)])
def test_what_ends_today_does_not_hold_from_today_on(begins_in, last_in):
    assert last_day_when_ended(starts_on=TODAY + begins_in * DAY, today=TODAY) == TODAY + last_in * DAY
