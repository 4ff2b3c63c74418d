"""How django-allauth behaves here: accounts come from the roster, nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from core.client_address import client_address
from people import known_devices
from people.models import User

KNOWN_DEVICE_RATE = {"login_failed": "10/5m/key"}


class AccountAdapter(DefaultAccountAdapter):
    """Closes sign-up; everything else is the library's."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse sign-up: a person without a roster row has no business here."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address by which tries are counted and devices listed. Raises PermissionDenied without one."""
        return client_address(request) or super().get_client_ip(request)

    def get_login_stages(self) -> list[str]:
        """Return the steps of signing in, with our own word on when the second factor was asked for elsewhere."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "people.sign_on.second_factor.SecondFactorStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count this try; a device that the account is known on has ten of its own, whatever others do nearby."""
        word = self._word_of(request, credentials)
        if word is None:
            super().pre_authenticate(request, **credentials)
            return
        self._login_failed_rl_usage = ratelimit.consume(
            request, app="allauth.account", action="login_failed", config=KNOWN_DEVICE_RATE, key=f"device:{word}"
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Answer as the library does, and keep the device known to the account."""
        response = super().post_login(request, user, **kwargs)
        known_devices.remember(request, response, user.pk)
        return response

    def _word_of(self, request: HttpRequest, credentials: dict[str, Any]) -> str | None:
        if known_devices.COOKIE not in request.COOKIES:
            return None
        number, email = credentials.get("username") or "", credentials.get("email") or ""
        named = Q(employee_no__iexact=number) if number else Q(email__iexact=email)
        account = User.objects.filter(named).values_list("pk", flat=True).first()
        return known_devices.word_of(request, account) if account else None

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords by account and address: a guesser elsewhere cannot shut an examinee out."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{self.get_client_ip(request)}"
