"""How long a certificate holds, and what a stranger may read."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.domain.masking import masked
from certificates.domain.validity import last_day, standing
from certificates.enums import Standing


@pytest.mark.parametrize(
    ("valid_from", "months", "expected"),
    [
        (date(2026, 9, 15), 12, date(2027, 9, 14)),
        (date(2026, 8, 31), 6, date(2027, 2, 27)),
        (date(2027, 8, 31), 6, date(2028, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
    ],
)
def test_last_day(valid_from, months, expected):
    assert last_day(valid_from=valid_from, months=months) == expected


def test_last_day_refuses_no_time_at_all():
    with pytest.raises(ValueError, match="at least one month"):
        last_day(valid_from=date(2026, 1, 1), months=0)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 72))
def test_last_day_is_never_before_the_first_and_grows_with_the_months(day, months):
    assert day <= last_day(valid_from=day, months=months) < last_day(valid_from=day, months=months + 1)


END = date(2027, 9, 14)


@pytest.mark.parametrize(
    ("day", "revoked_on", "expected"),
    [
        (END - timedelta(days=60), None, Standing.VALID),
        (END - timedelta(days=59), None, Standing.EXPIRING),
        (END, None, Standing.EXPIRING),
        (END + timedelta(days=1), None, Standing.EXPIRED),
        (END, END, Standing.REVOKED),
        (END - timedelta(days=90), END, Standing.VALID),
    ],
    ids=["valid", "expiring", "last day", "day after", "revoked", "before it was revoked"],
)
def test_standing(day, revoked_on, expected):
    assert standing(valid_to=END, revoked_on=revoked_on, day=day, warn_days=60) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("王小暖", "王**"),
        ("李四", "李*"),
        ("欧阳娜娜", "欧**娜"),
        ("买买提·吐尔逊", "买*****逊"),
        ("𠮷", "*"),
        ("", "*"),
    ],
)
def test_masked(name, expected):
    assert masked(name) == expected


@given(st.text(min_size=1))
def test_masked_shows_at_most_two_characters(name):
    assert sum(character != "*" for character in masked(name)) <= 2
