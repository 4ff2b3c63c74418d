"""Safe Exam Browser: the keys of a sitting as they are typed, and whether a request proves one of them.

Safe Exam Browser never sends a key. It sends, or tells a script, the SHA-256 of the address of the page without its
fragment, followed by the key in lower case; the Config Key stands for the settings, the Browser Exam Key for settings
and program.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass

MOST_KEYS = 20
KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class BadKey:
    """A word that is no key: the number of its line from 1, what it says, and how many characters that is."""

    line: int
    text: str

    @property
    def length(self) -> int:
        """Return how many characters it has."""
        return len(self.text)


def read_keys(text: str) -> tuple[list[str], list[BadKey]]:
    """Return the keys of a text in lower case, each once in its order, and the words that are none."""
    found: dict[str, None] = {}
    bad = []
    for number, line in enumerate(unicodedata.normalize("NFKC", text).splitlines(), start=1):
        for word in filter(None, re.split(r"[\s,;、]+", line)):
            key = word.lower()
            if KEY.fullmatch(key):
                found[key] = None
            else:
                bad.append(BadKey(number, word))
    return list(found), bad


@dataclass(frozen=True, slots=True)
class Proof:
    """What came with a request, or from the script: the hashes of Config Key and Browser Exam Key, or nothing."""

    config: str = ""
    browser: str = ""

    @property
    def is_told(self) -> bool:
        """Tell whether anything came at all."""
        return bool(self.config or self.browser)


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a sitting, one per line; each kind that has any must be proved."""

    config: str = ""
    browser: str = ""

    @property
    def are_asked(self) -> bool:
        """Tell whether the sitting is sat in Safe Exam Browser only."""
        return bool(self.config or self.browser)

    @property
    def fingerprint(self) -> str:
        """Return what changes whenever a key does."""
        return hashlib.sha256(f"{self.config}|{self.browser}".encode()).hexdigest()

    def are_proved(self, proof: Proof, *, url: str) -> bool:
        """Tell whether a proof for the page at `url` holds. Takes as long whichever key it is."""
        kinds = [(self.config, proof.config), (self.browser, proof.browser)]
        return not sum(not _is_one(keys, told, url=url) for keys, told in kinds if keys)


def request_hash(url: str, key: str) -> str:
    """Return what Safe Exam Browser says of a key on the page at `url`."""
    return hashlib.sha256(f"{url.partition('#')[0]}{key}".encode()).hexdigest()


def _is_one(keys: str, told: str, *, url: str) -> bool:
    said = told.strip().lower().encode()
    return sum(hmac.compare_digest(request_hash(url, key).encode(), said) for key in keys.splitlines()) > 0
