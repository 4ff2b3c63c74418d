"""Leak watch: chance explains most likeness, and what it cannot explain is named."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.leak_watch import alike, tail, too_fast


def test_tail_of_fair_coins():
    assert tail([0.5] * 4, at_least=3) == pytest.approx(5 / 16)


@pytest.mark.parametrize(("at_least", "chance"), [(0, 1.0), (1, 0.0)])
def test_tail_without_trials(at_least, chance):
    assert tail([], at_least=at_least) == chance


@given(st.lists(st.floats(0, 1), max_size=12), st.integers(0, 13))
def test_tail_is_a_falling_probability(chances, at_least):
    assert 0 <= tail(chances, at_least=at_least + 1) <= tail(chances, at_least=at_least) + 1e-12 <= 1 + 1e-12


def room(size, *, seed=7):
    rng = random.Random(seed)  # noqa: S311 -- a made-up room
    return {
        f"p{number}": {item: rng.choice("bcd") for item in range(60) if rng.random() < 0.4}
        for number in range(size)
    }


def test_a_room_by_chance_names_nobody():
    assert alike(room(30)) == []


def test_a_copied_paper_is_named_once_with_both_candidates():
    wrong = room(30)
    wrong["copy"] = dict(wrong["p3"])

    [pair] = alike(wrong)

    assert {pair.first, pair.second} == {"copy", "p3"}
    assert pair.shared == pair.both_wrong == len(wrong["p3"])
    assert pair.probability < 1e-3


def test_one_popular_wrong_answer_is_no_evidence():
    wrong = {f"p{number}": dict.fromkeys(range(20), "b") for number in range(10)}

    assert alike(wrong) == []


def test_too_fast_is_a_quarter_of_the_median_or_three_seconds():
    assert too_fast([2.0, 9.9, 10.0, None, 2.0], medians=[4.0, 40.0, 40.0, 40.0, None]) == [0, 1]
