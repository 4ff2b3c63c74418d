"""Keys of Safe Exam Browser as they are typed, and what proves them on which page."""

import pytest

from exams.domain.safe_browser import BadKey, Keys, Proof, read_keys, request_hash

# The documentation of Safe Exam Browser shows no key with its hash. These are of another program, of the bytes that it
# describes: printf %s "$URL$KEY" | sha256sum
URL = "https://train.example.cn/attempts/a1/?n=x"
A, B = "0123456789abcdef" * 4, "f" * 64
OF_A = "cb9fe286f2354e9ad7020d8879f4de9a73682234c8b5e99fb7309e73515ab163"
OF_B = "8243dfb1e204d23c22cc709a7edbc7b31f201bc13b76d3e452310c0a913441b1"


@pytest.mark.parametrize("fragment", ["", "#", "#q7"])
@pytest.mark.parametrize(("key", "found"), [(A, OF_A), (B, OF_B)])
def test_hash_of_address_without_fragment_and_key(key, found, fragment):
    assert request_hash(URL + fragment, key) == found


HELD = Proof(OF_A, OF_B)


@pytest.mark.parametrize(
    ("keys", "proof", "url", "holds"),
    [
        (Keys(A), Proof(OF_A), URL, True),
        (Keys(A), Proof(OF_A.upper()), URL, True),
        (Keys(A), Proof(f" {OF_A} "), f"{URL}#q1", True),
        (Keys(f"{B}\n{A}"), Proof(OF_A), URL, True),
        (Keys(f"{A}\n{B}"), Proof(OF_B), URL, True),
        (Keys(A), Proof(OF_B), URL, False),
        (Keys(A), Proof(), URL, False),
        (Keys(A), Proof(A), URL, False),  # the key itself is no proof
        (Keys(A), Proof("密钥"), URL, False),
        (Keys(A), Proof(OF_A), "http://train.example.cn/attempts/a1/?n=x", False),
        (Keys(A), Proof(OF_A), "https://train.example.cn/attempts/a2/?n=x", False),
        (Keys(A), Proof(OF_A), "https://train.example.cn/attempts/a1/?n=y", False),
        (Keys(A), Proof(OF_A), "https://train.example.cn/attempts/a1/", False),
        (Keys(A), Proof("", OF_A), URL, False),  # a Browser Exam Key proves no settings
        (Keys("", B), Proof("", OF_B), URL, True),
        (Keys("", B), Proof(OF_B), URL, False),
        (Keys(A, B), HELD, URL, True),
        (Keys(A, B), Proof(OF_A), URL, False),
        (Keys(A, B), Proof("", OF_B), URL, False),
        (Keys(B, A), HELD, URL, False),
    ],
)
def test_proof(keys, proof, url, holds):
    assert keys.are_proved(proof, url=url) is holds


def test_keys_that_are_not_there_ask_for_nothing():
    assert (Keys().are_asked, Keys(A).are_asked, Keys("", A).are_asked) == (False, True, True)
    assert (Proof().is_told, Proof("x").is_told, Proof("", "x").is_told) == (False, True, True)


def test_fingerprint_changes_with_every_key():
    assert len({Keys(*k).fingerprint for k in [(), (A,), (B,), ("", A), (A, B), (B, A), (f"{A}\n{B}",)]}) == 7


@pytest.mark.parametrize(
    ("text", "keys", "bad"),
    [
        ("", [], []),
        (f"{A}\n\n {B} \n{A}", [A, B], []),
        (A.upper(), [A], []),
        (f"{A},{B}；", [A, B], []),
        ("".join(chr(ord(c) + 0xFEE0) for c in A), [A], []),  # full width
        (A[:-1], [], [BadKey(1, A[:-1])]),
        (f"{A}\n{A}0 {B}\nconfig", [A, B], [BadKey(2, f"{A}0"), BadKey(3, "config")]),
        ("g" * 64, [], [BadKey(1, "g" * 64)]),
    ],
)
def test_keys_are_read(text, keys, bad):
    assert read_keys(text) == (keys, bad)


def test_bad_key_tells_its_length():
    assert BadKey(1, A[:-1]).length == 63
