"""The notebook of wrong answers, the five of a day, the streak."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.practice import days_to_go, picked, streak

MONDAY = date(2026, 11, 23)


def on(text):
    """Read "x.r r": a letter an answer (x wrong, r right), a space the next day."""
    return [(MONDAY + timedelta(days=n), a == "r") for n, part in enumerate(text.split(" ")) for a in part]


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ("", 0),
        ("r", 0),
        ("r r r", 0),
        ("x", 2),
        ("xr", 1),
        ("xrrr", 1),
        ("x r", 1),
        ("xr r", 0),
        ("x r r", 0),
        ("x rr r", 0),
        ("x r x", 2),
        ("x r xr", 1),
        ("x r r x", 2),
        ("x r r x r", 1),
        ("r x r r r", 0),
    ],
)
def test_notebook(history, expected):
    assert days_to_go(on(history)) == expected


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans())))
def test_notebook_holds_what_was_wrong_and_not_right_on_two_days_since(answers):
    history = sorted((MONDAY + timedelta(days=n), right) for n, right in answers)
    wrong = [n for n, (_day, right) in enumerate(history) if not right]
    # The days on which it was right after the last wrong answer, up to the second of them.
    since = {day for day, _right in history[wrong[-1] + 1 :]} if wrong else set()

    assert (days_to_go(history) > 0) == (bool(wrong) and len(since) < 2)


def test_five_of_a_day_are_the_same_for_the_same_state_and_mix_old_and_new():
    items, notebook, seen = range(1, 31), {1, 2, 3, 4}, {1, 2, 3, 4, 5, 6}
    chosen = picked(items, notebook=notebook, seen=seen, seed="p:2026-11-24", count=5)

    assert chosen == picked(reversed(items), notebook=notebook, seen=seen, seed="p:2026-11-24", count=5)
    assert len(set(chosen)) == 5
    assert len(notebook & set(chosen)) == 2
    assert not set(chosen) & {5, 6}
    assert chosen != picked(items, notebook=notebook, seen=seen, seed="p:2026-11-25", count=5)


@pytest.mark.parametrize(("size", "count"), [(0, 0), (3, 3), (9, 5)])
def test_a_small_bank_gives_what_it_has(size, count):
    assert len(picked(range(size), notebook=range(size), seen=range(size), seed="s", count=5)) == count


@pytest.mark.parametrize(
    ("back", "expected"),
    [([], 0), ([0], 1), ([1], 1), ([2], 0), ([0, 1, 2], 3), ([1, 2, 4], 2), ([0, 2], 1)],
)
def test_streak(back, expected):
    assert streak({MONDAY - timedelta(days=n) for n in back}, today=MONDAY) == expected
