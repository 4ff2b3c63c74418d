"""From rubric to share, and from several markers to the share that counts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.marking import DEGREES, Line, next_turn, settled, share_of

RUBRIC = [Line("a", "通风", Decimal("0.4")), Line("b", "检测", Decimal("0.4")), Line("c", "监护", Decimal("0.2"))]
D = Decimal


@pytest.mark.parametrize(
    ("lines", "share"),
    [
        ({"a": "1", "b": "1", "c": "1"}, "1"),
        ({"a": "0", "b": "0", "c": "0"}, "0"),
        ({"a": "1", "b": "0.5", "c": "0"}, "0.6"),
    ],
)
def test_share_is_the_sum_of_the_lines_met(lines, share):
    assert share_of(RUBRIC, lines) == D(share)


@pytest.mark.parametrize("lines", [{"a": "1", "b": "1"}, {"a": "1", "b": "1", "c": "2"}, {}])
def test_a_line_left_out_or_misread_is_refused(lines):
    with pytest.raises(ValueError, match="rubric"):
        share_of(RUBRIC, lines)


@given(st.lists(st.sampled_from(DEGREES), min_size=3, max_size=3), st.integers(0, 2))
def test_meeting_more_never_earns_less(degrees, line):
    better = [*degrees]
    better[line] = "1"
    ids = [row.id for row in RUBRIC]

    assert 0 <= share_of(RUBRIC, dict(zip(ids, degrees, strict=True))) <= 1
    assert share_of(RUBRIC, dict(zip(ids, better, strict=True))) >= share_of(
        RUBRIC, dict(zip(ids, degrees, strict=True))
    )


@pytest.mark.parametrize(
    ("shares", "turns", "counts"),
    [
        ({}, 1, None),
        ({1: D("0.7")}, 1, D("0.7")),
        ({1: D("0.7")}, 2, None),
        ({1: D("0.7"), 2: D("0.5")}, 2, D("0.6")),  # exactly the largest difference
        ({1: D("0.7"), 2: D("0.49")}, 2, None),
        ({1: D("1"), 2: D("0"), 3: D("0.4")}, 2, D("0.4")),
    ],
)
def test_what_counts(shares, turns, counts):
    assert settled(shares, turns=turns, most_difference=D("0.2")) == counts


@pytest.mark.parametrize(
    ("taken", "turns", "turn"), [([], 1, 1), ([], 2, 1), ([1], 2, 2), ([2], 2, 1), ([1, 2], 2, 3)]
)
def test_who_comes_next(taken, turns, turn):
    assert next_turn(taken, turns=turns) == turn
