"""Whether a sign-on already included a second factor, by the word of the settings."""

from __future__ import annotations

from allauth.account.authentication import get_authentication_records
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.http import HttpRequest, HttpResponse


class SecondFactorStage(AuthenticateStage):
    """Asks for the second factor as the library does, except after a sign-on that asked for one itself."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Go on, or lead to the page that asks."""
        sociallogin = (self.login.signal_kwargs or {}).get("sociallogin")
        if sociallogin is not None and sociallogin.account.provider in settings.SIGN_ON_SECOND_FACTOR_AT:
            return None, True
        return super().handle()


def ways_used(request: HttpRequest) -> set[str]:
    """Return the ways of company sign-on by which the person signed in during this session."""
    records = get_authentication_records(request, request.user)
    return {str(record.get("provider")) for record in records if record["method"] == "socialaccount"}
