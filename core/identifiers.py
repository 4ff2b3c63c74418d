"""Identifiers: unguessable public ids, verification codes, certificate numbers with a check digit."""

from __future__ import annotations

import secrets

# Crockford's base 32 leaves out I, L, O and U, so that nobody misreads a printed code.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PUBLIC_ID_LENGTH = 26
VERIFICATION_CODE_LENGTH = 20  # 20 × 5 = 100 random bits
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def _random(length: int) -> str:
    # The 32 signs divide the 256 values of a byte evenly: no sign is likelier than another.
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in secrets.token_bytes(length))


def public_id() -> str:
    """Return a random 130-bit id for addresses, 26 lower-case characters."""
    return _random(PUBLIC_ID_LENGTH).lower()


def verification_code() -> str:
    """Return a random 100-bit code, 20 upper-case characters without separators."""
    return _random(VERIFICATION_CODE_LENGTH)


def normalise_code(text: str) -> str:
    """Return a typed code as it is stored: separators dropped, look-alike letters read as digits."""
    return "".join(text.split()).replace("-", "").upper().translate(_READ_AS)


def grouped(code: str, *, size: int = 5) -> str:
    """Return a code in groups, as it is printed."""
    return "-".join(code[start : start + size] for start in range(0, len(code), size))


def check_digit(body: str) -> str:
    """Return the ISO 7064 MOD 37,36 check character of the letters and digits in `body`.

    It finds every single wrong character and every swap of two neighbours. Source: ISO/IEC 7064:2003.
    """
    symbols = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    carry = 36
    for character in (c for c in body.upper() if c in symbols):
        carry = (carry + symbols.index(character)) % 36 or 36
        carry = carry * 2 % 37
    return symbols[(37 - carry) % 36]


def numbered(prefix: str, *, year: int, sequence: int) -> str:
    """Return a number such as AN-M1-2026-000123-K; the last character is the check digit."""
    body = f"{prefix}-{year:04d}-{sequence:06d}"
    return f"{body}-{check_digit(body)}"


def is_valid_number(text: str) -> bool:
    """Tell whether a typed number carries its right check digit."""
    body, separator, digit = text.strip().upper().rpartition("-")
    return bool(separator) and digit == check_digit(body)
