"""Items that were in too many of the last forms."""

import pytest

from exams.domain.exposure import worn

EVERY_FORM = [(form, 1) for form in range(20)]
HALF = [(form, 2) for form in range(10)]
ONE_MORE = [(form, 3) for form in range(11)]


@pytest.mark.parametrize(
    ("uses", "percent", "expected"),
    [
        ([], 10, set()),
        (EVERY_FORM[:19], 10, set()),
        (EVERY_FORM, 99, {1}),
        (EVERY_FORM, 100, set()),
        (EVERY_FORM + HALF + ONE_MORE, 50, {1, 3}),
        (EVERY_FORM + HALF + ONE_MORE, 49, {1, 2, 3}),
        (EVERY_FORM + HALF + HALF, 50, {1}),
    ],
    ids=["no form", "too few forms", "above", "all allowed", "equal is not above", "all above", "twice is once"],
)
def test_worn(uses, percent, expected):
    assert worn(uses, percent=percent) == expected
