"""How texts of the bank are compared with what somebody looks for."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Return a text as it is searched: full-width and half-width, capitals and small letters are the same."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def search_terms(text: str) -> list[str]:
    """Return the words that all have to be found; Chinese needs no spaces, and one run of it is one word."""
    return folded(text).split()
