"""GIFT by its public definition, and what goes out and comes back."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.exchange import gift
from exams.domain.exchange.items import BankItem, Trouble
from tests.exams.domain.exchange import strategies as made

KINDS = st.one_of(
    made.single_choices(), made.multiple_choices(), made.true_false, made.numerics(), made.fill_ins(), made.matchings()
)  # fmt: skip


def only(text):
    reading = gift.read(text)
    assert reading.troubles == ()
    [found] = reading.found
    return found.item


@given(st.lists(made.items(KINDS), max_size=5))
def test_what_goes_out_comes_back_the_same(bank):
    text, kept_out = gift.write(bank)

    assert kept_out == []
    assert [found.item for found in gift.read(text).found] == bank
    assert gift.read(text).troubles == ()


@pytest.mark.parametrize("accepted", ["%%", "%50%", "% 10%", "%100%%", "100%"])
def test_answer_that_looks_like_a_weight_comes_back_the_same(accepted):
    [found] = gift.read("Q {=x}").found
    key = {name: {**entry, "accepted": [accepted]} for name, entry in found.item.key.items()}
    item = replace(found.item, key=key)

    text, _kept_out = gift.write([item])

    assert gift.read(text).found[0].item.key == key


def options(item):
    return [option["text"] for option in item.body["options"]]


def test_single_choice_with_feedback_and_title():
    item = only(
        "::Q1:: What's between orange and green?\n{=yellow # right; good! ~red # wrong, it's yellow ~blue}"
    )

    assert (item.code, item.item_type, item.stem) == ("Q1", "single_choice", "What's between orange and green?")
    assert options(item) == ["yellow", "red", "blue"]
    assert item.key == {"correct": ["a"], "feedback": {"a": "right; good!", "b": "wrong, it's yellow"}}


def test_weights_make_a_multiple_choice():
    item = only("Who is buried there? {~%-50%nobody ~%50%Grant ~%50%Grant's wife ~%-50%his father}")

    assert item.item_type == "multiple_choice"
    assert item.key == {"correct": ["b", "c"], "scoring": "balanced"}


def test_uneven_weights_are_kept_as_weights():
    item = only("Which? {~%70%a ~%30%b ~%-100%c ~d}")

    assert item.key == {
        "correct": ["a", "b"], "scoring": "weights", "weights": {"a": "0.7", "b": "0.3", "c": "-1"}
    }  # fmt: skip


def test_partly_right_option_of_a_single_choice():
    assert only("Which? {=best ~%50%nearly ~no}").key == {"correct": ["a"], "weights": {"b": "0.5"}}


@pytest.mark.parametrize(
    ("answers", "right"), [("{T}", True), ("{FALSE}", False), ("{TRUE#no#yes}", True), ("{ f }", False)]
)
def test_true_or_false(answers, right):
    assert only(f"A claim.{answers}").key == {"correct": right}


@pytest.mark.parametrize(
    ("answers", "value", "tolerance"),
    [("{#1822:5}", "1822", "5"), ("{#3.14}", "3.14", "0"), ("{#1..5}", "3", "2"), ("{#=10:0.5}", "10", "0.5")],
)
def test_numbers(answers, value, tolerance):
    item = only(f"How many? {answers}")

    assert item.key == {"n": {"value": value, "tolerance": tolerance}}


def test_short_text_answers():
    item = only("Two plus two equals {=four =4}.")

    assert item.item_type == "fill_in"
    assert item.key == {"t": {"accepted": ["four", "4"], "match_case": False}}
    assert item.stem == "Two plus two equals _____ ."


def test_matching():
    item = only("Match. {\n=Canada -> Ottawa\n=Italy -> Rome\n}")

    assert [side["text"] for side in item.body["left"]] == ["Canada", "Italy"]
    assert [side["text"] for side in item.body["right"]] == ["Ottawa", "Rome"]
    assert item.key["pairs"] == {"a": "r1", "b": "r2"}


def test_essay_is_marked_by_hand():
    assert only("Write a report. {}").item_type == "short_answer"


def test_general_feedback_is_the_explanation():
    assert only("Claim. {T####Because 先通风。}").explanation == "Because 先通风。"


def test_escapes_are_no_structure():
    item = only(r"[plain]Which \{is\} \#1\: {=a\=b ~c\~d ~line\nbreak}")

    assert item.stem == "Which {is} #1:"
    assert options(item) == ["a=b", "c~d", "line\nbreak"]


def test_categories_hold_for_what_follows():
    text = "$CATEGORY: $course$/top/M1/M1.2\n\nOne. {T}\n\n// a comment\n$CATEGORY: M2\nTwo. {F}\n\nThree. {T}"

    assert [found.item.area for found in gift.read(text).found] == ["M1/M1.2", "M2", "M2"]
    assert [found.line for found in gift.read(text).found] == [3, 5, 9]


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("No answers here.", Trouble(1, "gift_no_answers", "No answers here.")),
        ("Open {=a ~b", Trouble(1, "gift_braces", "Open")),
        ("{=a ~b}", Trouble(1, "no_stem", "")),
        ("Which? {~a ~b}", Trouble(1, "none_correct", "a")),
        ("Which? {a b}", Trouble(1, "gift_answer_sign", "a b")),
        ("Which? {=%many%a ~b}", Trouble(1, "gift_weight", "many")),
        ("Which? {=a ~}", Trouble(1, "gift_empty_answer", "~")),
        ("How? {#two}", Trouble(1, "gift_number", "two")),
        ("How? {#=1 =%50%2}", Trouble(1, "gift_several_numbers", "=1 =%50%2")),
        ("Name it. {=a =%50%b}", Trouble(1, "gift_partial_text", "a")),
        ("Match. {=a -> =b -> c}", Trouble(1, "gift_pair", "a ->")),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_is_kept(text, trouble):
    reading = gift.read(f"{text}\n\nFine. {{T}}")

    assert reading.troubles == (trouble,)
    assert [found.item.stem for found in reading.found] == ["Fine."]


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (BankItem("ordering", "s", {"steps": []}, {"order": []}, code="O"), "format_lacks_type"),
        (BankItem("numeric", "s", {"blanks": [{"id": "a"}, {"id": "b"}]}, {}, code="N"), "format_one_blank"),
    ],
)
def test_what_gift_cannot_hold_is_said(item, reason):
    text, kept_out = gift.write([item])

    assert text == ""
    assert [(entry.code, entry.reason) for entry in kept_out] == [(item.code, reason)]


def test_points_and_level_travel_in_a_comment():
    item = BankItem("true_false", "s", {}, {"correct": True}, code="T1", points=Decimal("2.5"), extra={"level": 3})

    text, _ = gift.write([item])

    assert text.startswith('$CATEGORY: \n\n// annuan {"code":"T1","level":3,"points":"2.5"}\n::T1::')
