"""Hours of training in words, for one and for many, from a row and from a snapshot."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from courses.templatetags.learning import training_hours


@pytest.mark.parametrize(
    ("hours", "english", "chinese"),
    [
        (Decimal("1.0"), "1 training hour", "1 学时"),
        (Decimal("1.5"), "1.5 training hours", "1.5 学时"),
        (Decimal("0"), "0 training hours", "0 学时"),
        ("1.0", "1 training hour", "1 学时"),
        ("10.0", "10 training hours", "10 学时"),
    ],
)
def test_training_hours(hours, english, chinese):
    with override("en"):
        assert training_hours(hours) == english
    with override("zh-hans"):
        assert training_hours(hours) == chinese
