"""The sealed file: what was put in comes out, and no changed sign goes unnoticed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.answer_file import AnswerFileWrong, attempt_of, key_of, opened, sealed

KEY = key_of("a1", secret="s")
ANSWERS = [{"position": 1, "value": "b", "sequence": 1, "client_id": "x"}]


def file_of(attempt="a1", key=KEY):
    return sealed(attempt, device="d", answers=ANSWERS, key=key, nonce=b"n" * 12)


def test_file_opens_with_the_key_of_its_attempt_only():
    held = opened(file_of(), key=KEY)

    assert (attempt_of(file_of()), held.device, held.answers) == ("a1", "d", ANSWERS)
    for other in (key_of("a2", secret="s"), key_of("a1", secret="t")):
        with pytest.raises(AnswerFileWrong, match="seal"):
            opened(file_of(), key=other)


@given(st.data())
def test_file_with_one_changed_byte_breaks_or_is_no_file(data):
    text = file_of()
    at = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(st.characters(codec="ascii").filter(lambda c: c != text[at]))
    changed = text[:at] + sign + text[at + 1 :]

    assert outcome(changed) in {"form", "seal"} or (
        # A space more or less between the signs of JSON says nothing else.
        json.loads(changed) == json.loads(text) and outcome(changed) == ANSWERS
    )


def outcome(text):
    try:
        return opened(text, key=KEY).answers
    except AnswerFileWrong as wrong:
        return wrong.code


def test_file_of_one_attempt_cannot_pass_as_that_of_another():
    moved = file_of().replace('"a1"', '"a2"')

    with pytest.raises(AnswerFileWrong, match="seal"):
        opened(moved, key=KEY)


@pytest.mark.parametrize("text", ["", "x", "[]", "null", "{}", '{"format": "annuan-answers", "version": 2}'])
def test_text_that_is_no_file(text):
    with pytest.raises(AnswerFileWrong, match="form"):
        opened(text, key=KEY)


def test_sealed_text_of_another_shape_is_no_content():
    for answers, device in ((None, "d"), (3, "d")):
        text = sealed("a1", device=device, answers=answers, key=KEY, nonce=b"n" * 12)
        with pytest.raises(AnswerFileWrong, match="content"):
            opened(text, key=KEY)
