"""Every item type: marking, cleaning, and nothing of the key on the screen."""

from decimal import Decimal

import pytest

from exams.item_types import multiple_choice, numeric, single_choice, true_false
from exams.item_types.registry import REGISTRY, item_type
from exams.item_types.veils import Veil

OPTIONS = {"options": [{"id": i, "text": f"option {i}"} for i in "abcd"]}
BLANKS = {
    "blanks": [{"id": "low", "label": "下限", "unit": "%VOL"}, {"id": "high", "label": "上限", "unit": "%VOL"}]
}
OXYGEN = {"low": {"value": "19.5", "tolerance": "0"}, "high": {"value": "23.5", "tolerance": "0"}}
SECONDS = {"blanks": [{"id": "s", "label": "", "unit": "s"}]}


def test_registry_holds_each_type_under_its_code():
    assert {code: kind.code for code, kind in REGISTRY.items()} == {code: code for code in REGISTRY}
    assert set(REGISTRY) >= {k.code for k in (single_choice.SingleChoice, multiple_choice.MultipleChoice)}
    assert set(REGISTRY) >= {true_false.TrueFalse.code, numeric.Numeric.code}


@pytest.mark.parametrize(
    ("code", "body", "key", "value", "share"),
    [
        ("single_choice", OPTIONS, {"correct": ["b"]}, "b", 1),
        ("single_choice", OPTIONS, {"correct": ["b"]}, "a", 0),
        ("single_choice", OPTIONS, {"correct": ["b"]}, None, 0),
        ("multiple_choice", OPTIONS, {"correct": ["a", "c"]}, ["a", "c"], 1),
        ("multiple_choice", OPTIONS, {"correct": ["a", "c"]}, ["a"], 0),
        ("multiple_choice", OPTIONS, {"correct": ["a", "c"]}, ["a", "b", "c"], 0),
        ("multiple_choice", OPTIONS, {"correct": ["a"]}, None, 0),
        ("true_false", {}, {"correct": False}, False, 1),
        ("true_false", {}, {"correct": False}, True, 0),
        ("true_false", {}, {"correct": False}, None, 0),
        ("numeric", BLANKS, OXYGEN, {"low": "19.5", "high": "23.5"}, 1),
        ("numeric", BLANKS, OXYGEN, {"low": "１９．５０", "high": "23,5"}, 1),
        ("numeric", BLANKS, OXYGEN, {"low": "19.5"}, "0.5"),
        ("numeric", BLANKS, OXYGEN, {"low": "nineteen", "high": "NaN"}, 0),
        ("numeric", SECONDS, {"s": {"value": "4.5", "tolerance": "1.5"}}, {"s": "3"}, 1),
        ("numeric", SECONDS, {"s": {"value": "4.5", "tolerance": "1.5"}}, {"s": "6"}, 1),
        ("numeric", SECONDS, {"s": {"value": "4.5", "tolerance": "1.5"}}, {"s": "6.01"}, 0),
    ],
)
def test_share(code, body, key, value, share):
    assert item_type(code).share(body, key, value) == Decimal(share)


@pytest.mark.parametrize(
    ("code", "body", "value"),
    [
        ("single_choice", OPTIONS, "z"),
        ("single_choice", OPTIONS, True),
        ("multiple_choice", OPTIONS, "a"),
        ("multiple_choice", OPTIONS, ["z"]),
        ("multiple_choice", OPTIONS, [["a"]]),
        ("true_false", {}, "true"),
        ("numeric", BLANKS, {"other": "1"}),
        ("numeric", BLANKS, {"low": 1}),
        ("numeric", BLANKS, {"low": "1" * 41}),
    ],
)
def test_clean_refuses_what_no_screen_sends(code, body, value):
    with pytest.raises(ValueError, match=r"response|blank"):
        item_type(code).clean(body, value)


@pytest.mark.parametrize(
    ("code", "body", "key", "problem"),
    [
        ("single_choice", OPTIONS, {"correct": ["a", "b"]}, "not_one_correct"),
        ("single_choice", OPTIONS, {"correct": ["z"]}, "key_names_no_option"),
        ("single_choice", {"options": [{"id": "a", "text": " "}]}, {"correct": ["a"]}, "option_without_text"),
        ("multiple_choice", OPTIONS, {"correct": []}, "none_correct"),
        ("true_false", {}, {}, "no_key"),
        ("numeric", BLANKS, {"low": {"value": "1", "tolerance": "0"}}, "key_does_not_fit_blanks"),
        ("numeric", SECONDS, {"s": {"value": "1", "tolerance": "-1"}}, "key_is_no_number"),
    ],
)
def test_problems_names_what_keeps_an_item_from_use(code, body, key, problem):
    assert problem in item_type(code).problems(body, key)


@pytest.mark.parametrize(
    ("code", "body", "key"),
    [
        ("single_choice", OPTIONS, {"correct": ["a"]}),
        ("multiple_choice", OPTIONS, {"correct": ["a"]}),
        ("true_false", {}, {"correct": True}),
        ("numeric", BLANKS, OXYGEN),
    ],
)
def test_good_item_has_no_problem_and_its_screen_nothing_of_the_key(code, body, key):
    kind = item_type(code)

    assert kind.problems(body, key) == []
    shown = str(kind.candidate_body({**body, "canary": "CANARY"}, veil=Veil()))
    assert "correct" not in shown
    assert "CANARY" not in shown
    assert "19.5" not in shown
