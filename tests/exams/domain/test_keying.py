"""Two keyings of one paper."""

import pytest

from exams.domain.keying import differences, free_turn, settled, state
from exams.enums import PaperState


def test_differences_are_named_by_position():
    assert differences(["A", "AC", "T", "3.5"], ["A", "A", "T", "-"]) == [2, 4]


def test_keyings_of_different_length_are_an_error():
    with pytest.raises(ValueError, match="zip"):
        differences(["A"], ["A", "B"])


def test_decided_entries_replace_the_first_keying():
    assert settled(["A", "B", "C"], {2: "D"}) == ["A", "D", "C"]


@pytest.mark.parametrize(("taken", "turn"), [([], 1), ([1], 2), ([2], 1), ([1, 2], None)])
def test_free_turn(taken, turn):
    assert free_turn(taken) == turn


@pytest.mark.parametrize(
    ("present", "keyings", "is_settled", "expected"),
    [
        (False, 0, False, PaperState.NOT_PRESENT),
        (True, 0, False, PaperState.NOT_KEYED),
        (True, 1, False, PaperState.KEYED_ONCE),
        (True, 2, False, PaperState.DIFFERS),
        (True, 2, True, PaperState.DONE),
    ],
)
def test_state(present, keyings, is_settled, expected):
    assert state(is_present=present, keyings=keyings, is_settled=is_settled) is expected
