"""Every question of time in an exam."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain import timing
from exams.enums import ResponseFate

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_deadline_runs_from_the_start_and_ends_with_the_sitting():
    # Entered at nine, started twenty past, the sitting ends twenty to ten, sixty minutes allowed.
    assert timing.deadline(
        started_at=NINE + 20 * MINUTE, allowance=60 * MINUTE, sitting_ends_at=NINE + 40 * MINUTE
    ) == (NINE + 40 * MINUTE)


lengths = st.timedeltas(timedelta(0), timedelta(hours=8))


@given(lengths, lengths, lengths, lengths)
def test_deadline_is_never_earlier_after_an_extension_and_never_later_than_the_sitting_allows(
    a, end, extension, more
):
    fields = {"started_at": NINE, "allowance": a, "sitting_ends_at": NINE + end}
    before = timing.deadline(**fields, extensions=extension)
    after = timing.deadline(**fields, extensions=extension + more)

    assert before <= after <= NINE + end + extension + more
    assert after - before == more


@pytest.mark.parametrize(
    ("minutes", "factor", "seconds"),
    [(30, "1", 1800), (30, "1.25", 2250), (30, "1.5", 2700), (30, "3", 5400), (1, "1.01", 61), (0, "2", 0)],
)
def test_allowance_is_stretched_in_whole_seconds_for_the_candidate(minutes, factor, seconds):
    assert timing.stretched(minutes * MINUTE, Decimal(factor)) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("factor", "sitting_minutes", "expected"),
    [("1", None, 40), ("1.5", None, 60), ("1.5", 60, 60), ("1.5", 59, 59), ("2", 30, 30)],
    ids=["alone", "stretched", "sitting as long", "sitting shorter", "the sitting is a wall"],
)
def test_factor_stretches_the_allowance_up_to_the_end_of_the_sitting(factor, sitting_minutes, expected):
    ends_at = NINE + sitting_minutes * MINUTE if sitting_minutes is not None else None

    found = timing.deadline(
        started_at=NINE, allowance=40 * MINUTE, sitting_ends_at=ends_at, factor=Decimal(factor)
    )

    assert found == NINE + expected * MINUTE


factors = st.decimals(Decimal(1), Decimal(3), places=2)


@given(lengths, st.none() | lengths, lengths, factors, factors)
def test_larger_factor_never_takes_time_away_and_never_moves_the_end_of_a_sitting(a, end, extension, one, other):
    low, high = sorted((one, other))
    ends_at = NINE + end if end is not None else None
    fields = {"started_at": NINE, "allowance": a, "sitting_ends_at": ends_at, "extensions": extension}

    plain, less, more = (timing.deadline(**fields, factor=factor) for factor in (Decimal(1), low, high))

    # A part of a second is rounded up, so the plain deadline of such an allowance may lie within that second.
    assert plain <= less <= more
    assert more <= NINE + 3 * a + extension + timedelta(seconds=1)
    if ends_at is not None:
        assert more <= ends_at + extension


@given(lengths, lengths, factors)
def test_minutes_short_are_what_an_extension_has_to_give(a, end, factor):
    fields = {"started_at": NINE, "allowance": a, "factor": factor}
    deadline_at = timing.deadline(**fields, sitting_ends_at=NINE + end)

    missing = timing.minutes_short(**fields, deadline_at=deadline_at)

    assert timing.minutes_short(**fields, deadline_at=deadline_at + missing * MINUTE) == 0
    assert missing == 0 or timing.minutes_short(**fields, deadline_at=deadline_at + (missing - 1) * MINUTE) == 1


def test_factor_that_takes_time_away_is_refused():
    with pytest.raises(ValueError, match="below 1"):
        timing.stretched(MINUTE, Decimal("0.99"))


def test_deadline_refuses_negative_lengths():
    with pytest.raises(ValueError, match="negative"):
        timing.deadline(started_at=NINE, allowance=-MINUTE, sitting_ends_at=NINE)


@pytest.mark.parametrize(
    ("late_by", "expected"),
    [
        (timedelta(seconds=-1), ResponseFate.COUNTED),
        (timedelta(0), ResponseFate.COUNTED),
        (timing.GRACE, ResponseFate.COUNTED),
        (timing.GRACE + timedelta(microseconds=1), ResponseFate.LATE),
    ],
    ids=["before", "at the deadline", "at the end of grace", "after grace"],
)
def test_fate_at_the_deadline(late_by, expected):
    assert (
        timing.fate(received_at=NINE + late_by, deadline_at=NINE, is_open=True, sequence=1, newest_sequence=None)
        is expected
    )


@pytest.mark.parametrize(
    ("sequence", "newest", "expected"),
    [(2, 1, ResponseFate.COUNTED), (1, 1, ResponseFate.SUPERSEDED), (1, 2, ResponseFate.SUPERSEDED)],
)
def test_fate_of_responses_out_of_order(sequence, newest, expected):
    assert (
        timing.fate(received_at=NINE, deadline_at=NINE, is_open=True, sequence=sequence, newest_sequence=newest)
        is expected
    )


def test_fate_after_submission_is_late_whatever_the_time():
    assert (
        timing.fate(received_at=NINE, deadline_at=NINE + MINUTE, is_open=False, sequence=9, newest_sequence=None)
        is ResponseFate.LATE
    )


@given(lengths, factors, lengths)
def test_end_of_a_section_is_its_own_or_that_of_the_attempt_whichever_comes_first(allowance, factor, left):
    own = timing.section_deadline(began_at=NINE, allowance=allowance, factor=factor)
    end = timing.section_end(section_at=own, deadline_at=NINE + left)

    assert end in (own, NINE + left)
    assert end <= min(own, NINE + left)
    assert own >= NINE + allowance
    assert timing.section_end(section_at=None, deadline_at=NINE + left) == NINE + left


@pytest.mark.parametrize(
    ("section", "current", "begun", "ended"),
    [
        (None, None, True, False),
        (2, None, True, False),
        (None, 2, True, False),
        (1, 2, True, True),
        (2, 2, True, False),
        (3, 2, False, False),
    ],
)
def test_sections_before_the_open_one_have_ended_and_those_after_it_have_not_begun(section, current, begun, ended):
    assert timing.has_begun(section, current=current) is begun
    assert timing.has_ended(section, current=current) is ended


def test_length_of_a_section_is_never_negative():
    with pytest.raises(ValueError, match="negative"):
        timing.section_deadline(began_at=NINE, allowance=-MINUTE)
