"""Aiken by its public definition, and what goes out and comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.exchange import aiken
from exams.domain.exchange.items import BankItem, Trouble
from tests.exams.domain.exchange import strategies as made

words = st.text("甲乙丙abc 019", min_size=1, max_size=12).map(str.strip).filter(bool)


@given(st.lists(made.items(made.single_choices(words, plain=True), stems=words), max_size=4))
def test_what_goes_out_comes_back_the_same(bank):
    text, kept_out = aiken.write(bank)

    assert kept_out == []
    back = [found.item for found in aiken.read(text).found]
    assert [(item.stem, item.body["options"], item.key) for item in back] == [
        (item.stem, item.body["options"], item.key) for item in bank
    ]


def test_usual_text():
    reading = aiken.read(
        "进入前先做什么？\nA. 通风\nB) 下井\nC. 打电话\nANSWER: A\n\n第二题\nA. 是\nB. 否\nanswer: b"
    )

    assert [(found.line, found.item.key["correct"]) for found in reading.found] == [(1, ["a"]), (7, ["b"])]
    assert [option["text"] for option in reading.found[0].item.body["options"]] == ["通风", "下井", "打电话"]


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("Stem\nA. one\nB. two", Trouble(1, "aiken_no_answer", "Stem")),
        ("Stem\nA. one\nANSWER: A", Trouble(1, "two_options_at_least", "ANSWER: A")),
        ("Stem\nA. one\nB. two\nANSWER: C", Trouble(1, "aiken_letter_names_no_option", "ANSWER: C")),
        ("ANSWER: C", Trouble(1, "no_stem", "ANSWER: C")),
    ],
)
def test_what_cannot_be_read_is_named(text, trouble):
    assert aiken.read(text).troubles == (trouble,)


@pytest.mark.parametrize(
    ("item_type", "stem", "key", "reason"),
    [
        ("true_false", "s", {"correct": True}, "format_lacks_type"),
        ("single_choice", "s", {"correct": ["a"], "weights": {"b": "0.5"}}, "aiken_one_right_option"),
        ("single_choice", "one\n\ntwo", {"correct": ["a"]}, "aiken_plain_lines"),
        ("single_choice", "ANSWER: B", {"correct": ["a"]}, "aiken_plain_lines"),
    ],
)
def test_what_aiken_cannot_hold_is_said(item_type, stem, key, reason):
    body = {"options": [{"id": "a", "text": "x"}, {"id": "b", "text": "y"}]}

    assert [entry.reason for entry in aiken.write([BankItem(item_type, stem, body, key)])[1]] == [reason]
