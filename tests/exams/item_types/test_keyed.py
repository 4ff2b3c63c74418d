"""What somebody keys from a paper: read into one spelling, or refused with the reason."""

import pytest

from exams.item_types.keyed import read_entries, read_entry, response_of
from exams.item_types.registry import REGISTRY, KeyedWrong

OPTIONS = {"options": [{"id": i, "text": i} for i in ("c", "a", "d", "b")]}  # as printed: A is c, B is a
ONE = {"blanks": [{"id": "x", "label": "", "unit": "m"}]}
TWO = {"blanks": [{"id": "x", "label": "", "unit": "m"}, {"id": "y", "label": "", "unit": "%"}]}
SINGLE, SEVERAL, TRUTH = ("single_choice", OPTIONS), ("multiple_choice", OPTIONS), ("true_false", {})
NUMBER, NUMBERS = ("numeric", ONE), ("numeric", TWO)


@pytest.mark.parametrize(
    ("shown", "text", "entry", "response"),
    [
        (SINGLE, "a", "A", "c"),
        (SINGLE, " Ｄ ", "D", "b"),
        (SEVERAL, "ca", "AC", ["c", "d"]),
        (SEVERAL, "A、C，A", "AC", ["c", "d"]),
        (TRUTH, "对", "T", True),
        (TRUTH, "×", "F", False),
        (TRUTH, "1", "T", True),
        (TRUTH, "错误", "F", False),
        (NUMBER, "３.50", "3.5", {"x": "3.5"}),
        (NUMBER, "-0", "0", {"x": "0"}),
        (NUMBER, "1000", "1000", {"x": "1000"}),
        (NUMBERS, "3,5；20", "3.5;20", {"x": "3.5", "y": "20"}),
        (NUMBERS, "-/20", "-;20", {"y": "20"}),
        (NUMBERS, "-;?", "-;?", None),
        *[(shown, "—", "-", None) for shown in (SINGLE, SEVERAL, TRUTH, NUMBER, NUMBERS)],
        *[(shown, "？", "?", None) for shown in (SINGLE, SEVERAL, TRUTH, NUMBER, NUMBERS)],
    ],
)
def test_entry_is_read_into_one_spelling(shown, text, entry, response):
    assert read_entry(shown, text) == entry
    assert read_entry(shown, entry) == entry
    assert response_of(shown, entry) == response


@pytest.mark.parametrize(
    ("shown", "text", "code"),
    [
        (SINGLE, "  ", "nothing_keyed"),
        (SINGLE, "E", "no_such_letter"),
        (SINGLE, "AB", "one_letter_only"),
        (SINGLE, "1", "no_such_letter"),
        (SEVERAL, "AE", "no_such_letter"),
        (SEVERAL, "，", "no_such_letter"),
        (TRUTH, "A", "true_or_false"),
        (NUMBER, "three", "no_number"),
        (NUMBER, "1E999999", "no_number"),
        (NUMBER, "3;4", "one_number_per_blank"),
        (NUMBERS, "3", "one_number_per_blank"),
        (NUMBERS, "3;", "no_number"),
    ],
)
def test_entry_that_is_no_answer_is_refused_with_the_reason(shown, text, code):
    with pytest.raises(KeyedWrong) as refused:
        read_entry(shown, text)

    assert refused.value.code == code


def test_every_fault_of_a_paper_is_named_and_what_was_typed_is_kept():
    entries, faults = read_entries([SINGLE, TRUTH, NUMBER], ["b", "maybe", ""])

    assert (entries, faults) == (["B", "maybe", ""], {2: "true_or_false", 3: "nothing_keyed"})


@pytest.mark.parametrize("code", sorted(REGISTRY))
def test_every_type_can_be_keyed(code):
    assert callable(REGISTRY[code].keyed)
    assert callable(REGISTRY[code].keyed_value)
