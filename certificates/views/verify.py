"""The public check: anybody with the code learns whether the certificate holds, and nothing else personal."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from certificates.queries.verification import verify as look_up
from core import clock
from core.client_address import client_address

# A hundred random bits are out of reach of guessing; the limits keep the machine free for others.
MOST_PER_ADDRESS, MOST_IN_ALL = 60, 3000
WINDOW_SECONDS = 60


def _is_throttled(key: str, most: int) -> bool:
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        return cache.incr(key) > most
    except ValueError:  # the entry ended between the two calls
        return False


@never_cache
@require_GET
def form(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and lead to its page."""
    code = request.GET.get("code", "").strip()
    if code and "/" not in code:
        return redirect("certificates:verify", code=code[:60])
    return render(request, "certificates/verify_form.html")


@never_cache
@require_GET
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Show valid, expired or revoked; a wrong code and an unknown one look the same."""
    address = client_address(request)
    if _is_throttled(f"verify:{address}", MOST_PER_ADDRESS) or _is_throttled("verify", MOST_IN_ALL):
        return render(request, "certificates/verify_busy.html", status=429)
    found = look_up(code, at=clock.now())
    status = 200 if found is not None else 404
    return render(request, "certificates/verify.html", {"found": found, "code": code}, status=status)
