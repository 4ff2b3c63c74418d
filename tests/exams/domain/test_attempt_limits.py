"""How often an exam may be tried: rounds that a pass ends and a refresher opens, and the wait after each attempt."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest

from exams.domain.attempt_limits import chances

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
T = datetime(2026, 3, 1, 9, tzinfo=UTC)


class Sat(NamedTuple):
    started_at: datetime
    ended_at: datetime | None
    passed: bool
    is_shown: bool = True
    is_void: bool = False
    grant: int | None = None
    used_grant: int | None = None


def failed(day):
    return Sat(T + day * DAY, T + day * DAY + HOUR, passed=False)


def passed(day):
    return Sat(T + day * DAY, T + day * DAY + HOUR, passed=True)


def unshown(sat):
    return sat._replace(is_shown=False)


RUNS = Sat(T, None, passed=False, is_shown=False)


@pytest.mark.parametrize(
    ("past", "completed", "used", "is_settled", "waits_from"),
    [
        ([], None, 0, False, None),
        ([failed(0)], None, 1, False, 0),
        ([failed(0), failed(2)], 1, 2, False, 2),
        ([failed(0), failed(1), failed(2)], None, 3, False, 2),
        ([failed(0), failed(1), failed(2), failed(3)], None, 4, False, 3),  # fewer are allowed than once were
        ([RUNS], None, 1, False, None),
        ([failed(0), passed(1)], 0, 0, True, None),
        ([passed(1)], None, 0, True, None),
        ([failed(0), passed(1)], 1, 0, True, None),  # completed as it began: the same round
        ([failed(0), passed(1)], 9, 0, False, None),
        ([passed(1), failed(10)], 9, 1, False, 10),
        ([passed(1), failed(10), passed(12)], 9, 0, True, None),
    ],
)
def test_chances(past, completed, used, is_settled, waits_from):
    at = T + completed * DAY if completed is not None else None

    found = chances(past, completed_at=at, allowed=3, wait=5 * HOUR)

    assert (found.used, found.is_settled, found.left) == (used, is_settled, max(0, 3 - used))
    assert found.not_before == (T + waits_from * DAY + 6 * HOUR if waits_from is not None else None)


@pytest.mark.parametrize(
    ("past", "wait", "after", "may"),
    [
        ([], 5, 0, True),
        ([failed(0)], 5, 5.99, False),
        ([failed(0)], 5, 6, True),
        ([failed(0)], 0, 1, True),
        ([failed(0), failed(0)], 5, 99, False),
        ([passed(0)], 0, 99, False),
    ],
)
def test_next_attempt_may_begin(past, wait, after, may):
    found = chances(past, completed_at=None, allowed=2, wait=wait * HOUR)

    assert found.may_begin(at=T + after * HOUR) is may


@pytest.mark.parametrize("completed", [None, 0, 9])
@pytest.mark.parametrize("before", [[], [failed(0)], [passed(0)], [failed(0), RUNS]])
def test_pass_and_failure_that_are_not_shown_leave_the_same(before, completed):
    at = T + completed * DAY if completed is not None else None

    after = [
        chances([*before, unshown(last)], completed_at=at, allowed=3, wait=5 * HOUR)
        for last in (failed(2), passed(2))
    ]

    assert after[0] == after[1]
    assert after[0].awaits_result
    assert not after[0].may_begin(at=T + 99 * DAY)


@pytest.mark.parametrize(
    ("past", "awaits"),
    [
        ([], False),
        ([RUNS], False),
        ([failed(0), RUNS], False),
        ([unshown(failed(0)), RUNS], True),
        ([unshown(failed(0)), failed(1)], True),
        ([unshown(failed(0)), passed(1)], False),
    ],
)
def test_a_result_is_awaited_of_this_round_only(past, awaits):
    assert chances(past, completed_at=None, allowed=3, wait=HOUR).awaits_result is awaits


def void(sat, grant=None):
    return sat._replace(is_void=True, grant=grant)


def by(grant, sat):
    return sat._replace(used_grant=grant)


@pytest.mark.parametrize(
    ("past", "allowed", "used", "left", "grant", "is_settled"),
    [
        ([void(failed(0))], 3, 1, 2, None, False),
        ([void(failed(0), 7)], 4, 1, 3, 7, False),
        ([failed(0)._replace(grant=7)], 4, 1, 3, 7, False),
        ([void(failed(0), 7), by(7, failed(1))], 4, 2, 2, None, False),
        ([void(failed(0), 7), by(7, void(failed(1), 8))], 5, 2, 3, 8, False),
        ([failed(0)._replace(grant=7), failed(1)._replace(grant=8)], 5, 2, 3, 7, False),
        ([void(passed(0))], 3, 1, 2, None, False),
        ([failed(0)._replace(grant=7), by(7, passed(1))], 3, 0, 3, None, True),
        ([failed(0), failed(1), failed(2), failed(3)._replace(grant=7)], 4, 4, 1, 7, False),  # fewer than once
        ([void(unshown(passed(0)))], 3, 1, 2, None, False),
    ],
)
def test_void_and_granted_attempts(past, allowed, used, left, grant, is_settled):
    found = chances(past, completed_at=None, allowed=3, wait=5 * HOUR)

    assert (found.allowed, found.used, found.left, found.grant) == (allowed, used, left, grant)
    assert (found.is_settled, found.awaits_result) == (is_settled, False)
    assert found.may_still == (0 if is_settled else left)


def test_a_void_attempt_is_not_waited_for_and_the_failure_before_it_is():
    wait = {"completed_at": None, "allowed": 3, "wait": 5 * HOUR}

    assert chances([void(failed(0))], **wait).not_before is None
    assert chances([failed(0), void(failed(2))], **wait).not_before == T + 6 * HOUR
