"""Browsers in which somebody signed in before: wrong passwords typed elsewhere do not count against them.

The browser keeps a signed cookie with a random word for each account. Whoever has no such cookie is counted by account
and address; whoever has one is counted by that word alone. So a stranger at the same address cannot use up the
tries of an owner at her own device, and a copied cookie buys ten guesses, no more.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

COOKIE = "known_device"
LIFE_SECONDS = 180 * 24 * 3600
MOST_ACCOUNTS = 8  # a tablet of the exam room has seen many; the last ones matter


def _words(request: HttpRequest) -> dict[str, str]:
    try:
        words = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=LIFE_SECONDS)
    except signing.BadSignature:
        return {}
    return words if isinstance(words, dict) else {}


def word_of(request: HttpRequest, account: int) -> str | None:
    """Return the word by which this browser is known to an account; None for a browser never signed in with."""
    return _words(request).get(str(account))


def remember(request: HttpRequest, response: HttpResponse, account: int) -> None:
    """Keep this browser known to the account that has just signed in in it."""
    words = {key: word for key, word in _words(request).items() if key != str(account)}
    words = dict(list(words.items())[-(MOST_ACCOUNTS - 1) :])
    words[str(account)] = word_of(request, account) or secrets.token_urlsafe(16)
    response.set_cookie(
        COOKIE,
        signing.dumps(words, salt=COOKIE),
        max_age=LIFE_SECONDS,
        path=reverse("account_login"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
