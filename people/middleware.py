"""What an account still needs before it may go on: a password of its own, and for some rights a second factor."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from people.enums import Right
from people.permissions import has_right
from people.sign_on.second_factor import ways_used

SECOND_FACTOR_SEEN = "second_factor_seen"


class AccountDutiesMiddleware:
    """Leads a signed-in person to the page where the next duty of the account is done, and nowhere past it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or lead to the duty; a program that calls gets 403 and the reason."""
        duty = self._duty(request)
        if duty is None:
            return self.get_response(request)
        page, sentence = duty
        if "json" in f"{request.content_type} {request.headers.get('accept', '')}":
            return JsonResponse({"error": "account_duty", "message": sentence}, status=403)
        messages.warning(request, sentence)
        return redirect(page)

    def _duty(self, request: HttpRequest) -> tuple[str, str] | None:
        user = request.user
        if not user.is_authenticated or self._is_always_open(request.path):
            return None
        ways = ways_used(request)
        # Who came by the company sign-in cannot state the old password; it stays due when that password is used.
        if user.must_change_password and not ways:
            page = reverse("account_change_password")
            return None if request.path == page else (page, _("Choose a password of your own; then go on."))
        if self._needs_second_factor(request, ways):
            page = reverse("mfa_index")
            free = (page, reverse("account_reauthenticate"), reverse("account_change_password"))
            sentence = _("Your rights ask for two-step sign-in. Set up one way here; then go on.")
            return None if request.path.startswith(free) else (page, sentence)
        return None

    def _is_always_open(self, path: str) -> bool:
        return path.startswith(settings.STATIC_URL) or path in self._open_doors

    @cached_property
    def _open_doors(self) -> frozenset[str]:
        doors = ("account_logout", "set_language", "website:live", "website:ready")
        return frozenset(reverse(door) for door in doors)

    def _needs_second_factor(self, request: HttpRequest, ways: set[str]) -> bool:
        rights = [Right(code) for code in settings.SECOND_FACTOR_FOR]
        if not rights or request.session.get(SECOND_FACTOR_SEEN) or ways & {*settings.SIGN_ON_SECOND_FACTOR_AT}:
            return False
        user = request.user
        day = clock.local_day(clock.now())
        if not has_right(user, *rights, day=day) and not user.is_superuser:
            return False
        if is_mfa_enabled(user):
            request.session[SECOND_FACTOR_SEEN] = True
            return False
        return True
