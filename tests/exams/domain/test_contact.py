"""When a device counts as silent, and what makes a silence good."""

from datetime import UTC, datetime, timedelta

import pytest

from exams.domain.contact import is_due, minutes_for, silence

AT = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "due", "quiet"),
    [
        (-5, False, False),
        (0, False, False),
        (11, False, False),
        (12, True, False),
        (29, True, False),
        (30, True, True),
    ],
)
def test_three_signs_of_life_that_are_missing_are_a_silence(seconds, due, quiet):
    at = AT + timedelta(seconds=seconds)

    assert is_due(last_at=AT, at=at) is due
    assert silence(last_at=AT, at=at) == (timedelta(seconds=seconds) if quiet else None)


@pytest.mark.parametrize(("seconds", "minutes"), [(30, 1), (60, 1), (61, 2), (600, 10), (600.5, 11)])
def test_a_part_of_a_minute_is_given_as_one(seconds, minutes):
    assert minutes_for(timedelta(seconds=seconds)) == minutes
