"""How django-allauth behaves here: accounts come from the roster, nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Closes sign-up; everything else is the library's."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse sign-up: a person without a roster row has no business here."""
        return False

    def get_login_stages(self) -> list[str]:
        """Return the steps of signing in, with our own word on when the second factor was asked for elsewhere."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "people.sign_on.second_factor.SecondFactorStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords by account and address: a guesser elsewhere cannot shut an examinee out."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{self.get_client_ip(request)}"
