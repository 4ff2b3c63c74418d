"""The sealed file in which a device hands over its answers when no network comes back.

The key belongs to one attempt and is given to its own page at the start; without it nobody reads the file or changes it
unnoticed. Source of the seal: AES in Galois/Counter Mode, NIST SP 800-38D, 256-bit key, 96-bit nonce.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = "annuan-answers"
VERSION = 1
MOST_BYTES = 1024 * 1024  # a whole paper of long written answers is a tenth of it


class AnswerFileWrong(ValueError):
    """The file is not taken; `code` says why: "form", "seal" or "content"."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a device wrote into its file: who it is, and the rows of its journal as the save door takes them."""

    device: str
    answers: list[Any]


def key_of(attempt: str, *, secret: str) -> bytes:
    """Return the 32 bytes that seal the file of an attempt; they follow from the secret of the site."""
    return hmac.new(secret.encode(), f"{FORMAT}:{attempt}".encode(), hashlib.sha256).digest()


def attempt_of(text: str) -> str:
    """Return the id of the attempt that a file names in the clear. Raises AnswerFileWrong."""
    return str(_envelope(text)["attempt"])


def opened(text: str, *, key: bytes) -> Opened:
    """Return what a file holds. Raises AnswerFileWrong: one changed sign of it breaks the seal."""
    envelope = _envelope(text)
    try:
        nonce, data = (base64.b64decode(envelope[name], validate=True) for name in ("nonce", "data"))
        plain = AESGCM(key).decrypt(nonce, data, _bound_to(envelope["attempt"]))
    except (KeyError, TypeError, ValueError, InvalidTag) as error:
        raise AnswerFileWrong("seal") from error
    try:
        held = json.loads(plain)
        return Opened(str(held["device"]), list(held["answers"]))
    except (ValueError, KeyError, TypeError) as error:
        raise AnswerFileWrong("content") from error


def sealed(attempt: str, *, device: str, answers: list[Any], key: bytes, nonce: bytes) -> str:
    """Return the file that a device writes; `nonce` is 12 bytes that this key never saw before."""
    plain = json.dumps({"device": device, "answers": answers}).encode()
    data = AESGCM(key).encrypt(nonce, plain, _bound_to(attempt))
    signs = {"nonce": base64.b64encode(nonce).decode(), "data": base64.b64encode(data).decode()}
    return json.dumps({"format": FORMAT, "version": VERSION, "attempt": attempt, **signs})


def _bound_to(attempt: object) -> bytes:
    return f"{FORMAT}:{VERSION}:{attempt}".encode()


def _envelope(text: str) -> dict[str, Any]:
    try:
        envelope = json.loads(text)
    except ValueError as error:
        raise AnswerFileWrong("form") from error
    known = isinstance(envelope, dict) and envelope.get("format") == FORMAT and envelope.get("version") == VERSION
    if not known or not isinstance(envelope.get("attempt"), str):
        raise AnswerFileWrong("form")
    return dict(envelope)
