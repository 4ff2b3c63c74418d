"""Which employee number a provider states."""

import pytest

from people.domain.sign_on import employee_no_in, facts_of_tokens


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("g10001", "G10001"),
        (" 000123 ", "000123"),
        (10001, "10001"),
        (["G1"], "G1"),
        (["G1", "G2"], ""),
        ([], ""),
        (True, ""),
        (None, ""),
        ("", ""),
        ({"n": 1}, ""),
    ],
)
def test_one_number_or_none(value, number):
    assert employee_no_in({"no": value}, claim="no") == number
    assert employee_no_in({}, claim="no") == ""


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"id_token": {"sub": "a", "no": "1"}}, {"sub": "a", "no": "1"}),
        (
            {"id_token": {"sub": "a", "no": "1"}, "userinfo": {"sub": "a", "no": "2", "x": 3}},
            {"sub": "a", "no": "1", "x": 3},
        ),
        ({"id_token": {"sub": "a"}, "userinfo": {"sub": "b", "no": "2"}}, {}),
        ({"id_token": {"sub": "a"}, "userinfo": {"no": "2"}}, {}),
        ({"userinfo": {"sub": "a", "no": "2"}}, {}),
        ({}, {}),
    ],
)
def test_tokens_must_speak_of_one_subject(facts, found):
    assert facts_of_tokens(facts) == found
