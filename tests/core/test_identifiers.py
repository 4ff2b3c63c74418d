"""Numbers that people read out over the phone must reveal a slip."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import identifiers


def test_check_digit_of_the_published_example():
    # The Global Release Identifier uses the same MOD 37,36: A12425GABC1234002 has check character M.
    assert identifiers.check_digit("A12425GABC1234002") == "M"


def test_numbered_is_valid_and_readable():
    number = identifiers.numbered("AN-M1", year=2026, sequence=123)

    assert number.startswith("AN-M1-2026-000123-")
    assert identifiers.is_valid_number(number.lower())


@given(st.integers(0, 999_999), st.integers(0, 5), st.sampled_from("0123456789"))
def test_is_valid_number_finds_every_wrong_digit(sequence, place, digit):
    number = identifiers.numbered("AN-M1", year=2026, sequence=sequence)
    position = len("AN-M1-2026-") + place
    wrong = number[:position] + digit + number[position + 1 :]

    assert identifiers.is_valid_number(wrong) == (wrong == number)


@pytest.mark.parametrize("text", ["", "AN", "AN-M1-2026-000123", "-"], ids=["empty", "prefix", "no digit", "dash"])
def test_is_valid_number_refuses_what_is_no_number(text):
    assert not identifiers.is_valid_number(text)


def test_verification_codes_are_long_and_differ():
    codes = {identifiers.verification_code() for _ in range(500)}

    assert len(codes) == 500
    assert {len(code) for code in codes} == {20}


def test_normalise_code_reads_look_alike_letters_as_digits():
    assert identifiers.normalise_code("o1il-23 45") == "0111" + "2345"
