"""Held against required."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.domain.gaps import (
    Holding,
    coverage_percent,
    due_on,
    enrolment_due,
    is_on_the_way,
    percent_of,
    role_since,
    state_by_end,
    state_on,
)
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
    ("spells", "expected"),
    [
        ([], DAY),
        ([(-30, -1)], DAY - timedelta(days=30)),
        ([(-30, -2)], DAY),  # a day without the role
        ([(-60, -31), (-30, -1)], DAY - timedelta(days=60)),
        ([(-90, -32), (-30, -1)], DAY - timedelta(days=30)),
        ([(-60, 10)], DAY - timedelta(days=60)),  # side by side for a time
        ([(-10, -5), (-60, -1)], DAY - timedelta(days=60)),
        ([(0, 20), (1, 30)], DAY),  # this one, and one to come
    ],
)
def test_role_is_held_since_the_first_day_without_a_break(spells, expected):
    days = [(DAY + timedelta(days=began), DAY + timedelta(days=last)) for began, last in spells]

    assert role_since(DAY, spells=days) == expected


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


@given(days, st.lists(holdings, max_size=5), days, st.integers(0, 120))
def test_last_unrevoked_day_says_the_same_as_all_holdings(day, held_before, due, warn_days):
    seen = [h for h in held_before if h.valid_from <= day]
    standing = [h.valid_to for h in seen if h.revoked_on is None or day < h.revoked_on]

    by_end = state_by_end(
        day, due=due, last_day=max(standing, default=None), was_held=bool(seen), warn_days=warn_days
    )

    assert by_end is state_on(day, due=due, holdings=held_before, warn_days=warn_days)


@pytest.mark.parametrize(("met", "of", "expected"), [(0, 0, None), (1, 8, "12.5"), (1, 3, "33.3"), (2, 3, "66.7")])
def test_percent_of(met, of, expected):
    assert percent_of(met, of=of) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("state", "valid_to", "expected"),
    [
        ("due", None, DAY),
        ("never", None, DAY),
        ("expiring", DAY + timedelta(days=9), DAY + timedelta(days=9)),
        ("overdue", DAY - timedelta(days=9), DAY - timedelta(days=9)),
        ("overdue", None, DAY),
        ("valid", DAY + YEAR, None),
        ("exempt", None, None),
    ],
)
def test_enrolment_due(state, valid_to, expected):
    assert enrolment_due(GapState(state), due=DAY, valid_to=valid_to) == expected


NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("is_open", "awarded_at", "expected"),
    [
        (True, NOON + YEAR, True),
        (False, None, True),
        (False, NOON - YEAR, True),
        (False, NOON, False),
        (False, NOON + YEAR, False),
    ],
    ids=["open", "only the exam is missing", "renewal completed", "same instant", "crowned already"],
)
def test_is_on_the_way(is_open, awarded_at, expected):
    assert is_on_the_way(is_open=is_open, enrolled_at=NOON, awarded_at=awarded_at) is expected
