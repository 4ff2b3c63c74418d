"""Held against required."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.domain.gaps import Holding, coverage_percent, due_on, state_on
from compliance.enums import GapState

DAY = date(2026, 11, 24)
YEAR = timedelta(days=365)


def held(ends_in: int, *, revoked: int | None = None) -> Holding:
    end = DAY + timedelta(days=ends_in)
    return Holding(end - YEAR, end, DAY + timedelta(days=revoked) if revoked is not None else None)


@pytest.mark.parametrize(
    ("holdings", "due_in", "expected"),
    [
        ([], 0, GapState.DUE),
        ([], -1, GapState.NEVER),
        ([held(60)], -1, GapState.VALID),
        ([held(59)], -1, GapState.EXPIRING),
        ([held(0)], -1, GapState.EXPIRING),
        ([held(-1)], 30, GapState.OVERDUE),
        ([held(-1), held(200)], -1, GapState.VALID),
        ([held(10), held(200)], -1, GapState.VALID),
        ([held(200, revoked=0)], -1, GapState.OVERDUE),
        ([held(200, revoked=1)], -1, GapState.VALID),
        ([Holding(DAY + timedelta(days=1), DAY + YEAR)], -1, GapState.NEVER),
    ],
    ids=[
        "last day to do it",
        "too late",
        "valid",
        "expiring",
        "last valid day",
        "expired",
        "renewed",
        "renewed early",
        "revoked today",
        "revoked tomorrow",
        "earned tomorrow",
    ],
)
def test_state_on(holdings, due_in, expected):
    assert state_on(DAY, due=DAY + timedelta(days=due_in), holdings=holdings, warn_days=60) is expected


def test_exemption_comes_first():
    assert state_on(DAY, due=DAY - YEAR, holdings=[], warn_days=60, is_exempt=True) is GapState.EXEMPT


@pytest.mark.parametrize(
    ("role_since", "required_since", "expected"),
    [
        (date(2026, 11, 1), date(2020, 1, 1), date(2026, 12, 1)),
        (date(2020, 1, 1), date(2026, 11, 1), date(2026, 12, 1)),
    ],
    ids=["new in the role", "new rule"],
)
def test_due_on_counts_from_whatever_began_later(role_since, required_since, expected):
    assert due_on(role_since=role_since, required_since=required_since, days_allowed=30) == expected


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (["valid", "expiring", "never"], "66.7"),
        (["valid"], "100.0"),
        (["never", "overdue", "due"], "0.0"),
        (["valid", "exempt"], "100.0"),
    ],
)
def test_coverage_percent(states, expected):
    assert coverage_percent(GapState(state) for state in states) == Decimal(expected)


def test_coverage_of_nobody_is_no_number():
    assert coverage_percent([]) is None
    assert coverage_percent([GapState.EXEMPT]) is None


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
holdings = st.builds(
    lambda start, length, revoked: Holding(
        start, start + timedelta(days=length), start + timedelta(days=revoked) if revoked is not None else None
    ),
    days,
    st.integers(0, 800),
    st.none() | st.integers(0, 800),
)


@given(days, st.lists(holdings, max_size=5), days, holdings)
def test_later_event_never_changes_an_earlier_answer(day, past, due, later):
    later = (
        Holding(day + timedelta(days=1), day + YEAR + timedelta(days=1), None)
        if later.valid_from <= day
        else later
    )

    assert state_on(day, due=due, holdings=past, warn_days=60) is state_on(
        day, due=due, holdings=[*past, later], warn_days=60
    )
