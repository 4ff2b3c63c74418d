"""Which lesson is open, and when a course is complete."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.domain import sequencing

ORDER = [10, 20, 30]


@pytest.mark.parametrize(
    ("done", "in_order", "expected"),
    [
        (set(), True, {10}),
        ({10}, True, {10, 20}),
        ({20}, True, {10, 20}),
        ({10, 20, 30}, True, {10, 20, 30}),
        (set(), False, {10, 20, 30}),
        ({99}, True, {10}),
    ],
    ids=["start", "first done", "second done by an older order", "all done", "free order", "removed lesson"],
)
def test_open_lessons(done, in_order, expected):
    assert sequencing.open_lessons(ORDER, done=done, in_order=in_order) == expected


@pytest.mark.parametrize(("done", "percent"), [(set(), 0), ({10}, 33), ({10, 20}, 67), ({10, 20, 30, 99}, 100)])
def test_progress_percent_rounds_half_up(done, percent):
    assert sequencing.progress_percent(ORDER, done=done) == Decimal(percent)


def test_course_without_lessons_is_never_complete():
    assert not sequencing.is_complete([], done=set())
    assert sequencing.progress_percent([], done=set()) == 0


lessons = st.lists(st.integers(1, 20), unique=True)


@given(lessons, st.sets(st.integers(1, 20)), st.booleans())
def test_next_lesson_is_always_open_and_missing_exactly_when_all_is_done(order, done, in_order):
    following = sequencing.next_lesson(order, done=done)

    assert (following is None) == (set(order) <= done)
    assert following is None or following in sequencing.open_lessons(order, done=done, in_order=in_order)


@given(lessons.filter(bool), st.sets(st.integers(1, 20)), st.integers(1, 20))
def test_one_more_lesson_done_never_closes_another(order, done, more):
    before = sequencing.open_lessons(order, done=done, in_order=True)

    assert before <= sequencing.open_lessons(order, done={*done, more}, in_order=True)
