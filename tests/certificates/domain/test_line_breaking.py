"""Lines of Chinese text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.domain.line_breaking import NOT_FIRST, NOT_LAST, break_clauses, break_lines


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
        ("2026年5月2日完成", ["2026年5月2", "日完成"]),
        ("至26年5月2日", ["至", "26年5月2日"]),
    ],
)
def test_break_lines(text, expected):
    assert break_lines(text, width=10, measure=wide) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("学完，合格", ["学完，合格"]),
        ("学完，考核合格，发证。", ["学完，", "考核合格，", "发证。"]),
        ("学完，“考，”合", ["学完，", "“考，”合"]),
        ("有限空间作业，合格", ["有限空间作", "业，合格"]),
    ],
)
def test_break_clauses(text, expected):
    assert break_clauses(text, width=10, measure=wide) == expected


@pytest.mark.parametrize("breaking", [break_lines, break_clauses])
@given(st.text(alphabet="有限空间作业安全，。（）《》“”AB1 ", max_size=60), st.integers(8, 40))
def test_lines_hold_all_text_and_keep_the_marks_where_they_belong(breaking, text, width):
    lines = breaking(text, width=width, measure=wide)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for before, line in pairwise(lines):
        assert line[0] not in NOT_FIRST or len(before) == 1
        assert before[-1] not in NOT_LAST or len(before) == 1
