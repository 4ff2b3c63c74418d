"""Every question of time in an exam."""

from datetime import UTC, datetime, timedelta

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
