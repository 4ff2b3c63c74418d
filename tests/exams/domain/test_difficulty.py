"""How difficult an item is expected to be."""

import pytest

from exams.domain.difficulty import expected, is_measured


@pytest.mark.parametrize(("level", "share"), [(1, 0.85), (2, 0.75), (3, 0.65)])
def test_below_twenty_answers_the_level_says_it(level, share):
    assert expected(level=level, share=0.1, answers=19) == share


def test_from_twenty_answers_on_the_answers_say_it():
    assert expected(level=1, share=0.4, answers=20) == 0.4
    assert (is_measured(19), is_measured(20)) == (False, True)
