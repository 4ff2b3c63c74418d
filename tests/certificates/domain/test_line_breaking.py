"""Lines of Chinese text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.domain.line_breaking import NOT_FIRST, NOT_LAST, break_lines


def wide(text: str) -> float:
    """Count Chinese characters as two and others as one."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("有限空间", ["有限空间"]),
        ("有限空间作业安全", ["有限空间作", "业安全"]),
        ("有限空间作，业", ["有限空间", "作，业"]),
        ("有限空间《作业》", ["有限空间", "《作业》"]),
        ("依据GB46768作业", ["依据", "GB46768作", "业"]),
        ("ABCDEFGHIJKL", ["ABCDEFGHIJ", "KL"]),
    ],
)
def test_break_lines(text, expected):
    assert break_lines(text, width=10, measure=wide) == expected


@given(st.text(alphabet="有限空间作业安全，。（）《》“”AB1 ", max_size=60), st.integers(8, 40))
def test_lines_hold_all_text_and_keep_the_marks_where_they_belong(text, width):
    lines = break_lines(text, width=width, measure=wide)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for before, line in pairwise(lines):
        assert line[0] not in NOT_FIRST or len(before) == 1
        assert before[-1] not in NOT_LAST or len(before) == 1
