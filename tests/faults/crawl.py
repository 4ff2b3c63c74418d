"""Gets every byte that an account can get: each address of the matrix, and every link that a page of the site shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.faults.canaries import bytes_of
from tests.permissions.matrix import MATRIX

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LINK = re.compile(rb"""(?:href|src|action|data-[a-z-]+)=["'](/[^"'#\s]*)""")
LEFT_OUT = (
    "/accounts/logout/",
    "/static/",
    "/cms/logout/",
)  # static files come from the repository, not from records
MOST_PAGES = 120


def signed_in(world: Any, actor: str) -> Client:
    """Return the browser of this actor, always the same one: to another, no paper is shown that is open here."""
    browsers = world.__dict__.setdefault("browsers", {})
    if actor not in browsers:
        browsers[actor] = Client(raise_request_exception=True)
        if actor != "anonymous":
            browsers[actor].force_login(world.users[actor], backend=BACKEND)
    return browsers[actor]


def addresses(world: Any) -> list[str]:
    """Return every address of the matrix that is opened."""
    found = {reverse(row.name, kwargs=row.kwargs(world)) for row in MATRIX if row.method == "get"}
    return sorted(found)


def crawl(browser: Client, world: Any, *, first: list[str], follows: bool) -> Iterator[tuple[str, bytes]]:
    """Yield address and bytes of everything; `follows` goes on along links, in the order in which they are found."""
    waiting, seen = [*first, *addresses(world)], set()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if path in seen or path.startswith(LEFT_OUT):
            continue
        seen.add(path)
        content = bytes_of(browser.get(path))
        yield path, content
        if follows:
            links = (link.decode().replace("&amp;", "&") for link in LINK.findall(content))
            waiting += [link for link in dict.fromkeys(links) if link not in seen]
