"""The start code that a proctor shows: six digits, another one every minute."""

from __future__ import annotations

import hmac
from datetime import datetime
from hashlib import sha256

STEP_SECONDS = 60


def start_code(*, secret: str, at: datetime, step: int = 0) -> str:
    """Return the six digits of the minute of `at`, or of `step` minutes later (RFC 4226 truncation over SHA-256)."""
    counter = int(at.timestamp()) // STEP_SECONDS + step
    digest = hmac.new(secret.encode(), counter.to_bytes(8, "big"), sha256).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def is_start_code(text: str, *, secret: str, at: datetime) -> bool:
    """Tell whether a typed code is that of this minute or the one before; without a secret none is."""
    typed = "".join(text.split())
    if not secret or not typed.isascii():
        return False
    return any(hmac.compare_digest(typed, start_code(secret=secret, at=at, step=step)) for step in (0, -1))
