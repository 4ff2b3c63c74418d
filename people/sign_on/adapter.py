"""Whom a company identity signs in: an account that exists, is active and is named or linked; nobody else."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.domain.sign_on import employee_no_in, facts_of_tokens
from people.models import User

logger = logging.getLogger(__name__)

NO_NUMBER = _(
    "The company does not say your employee number. Sign in with your password, then link on your account."
)
NO_ACCOUNT = _("There is no account here for your employee number. Ask human resources for a start code.")
SWITCHED_OFF = _("This account is switched off. Ask human resources.")
OTHER_PERSON = _("This company identity belongs to another employee number. Nothing was linked.")
TAKEN = _("This company identity is linked to another account. Nothing was linked.")


class SignOnAdapter(DefaultSocialAccountAdapter):
    """Matches by employee number or by a link made while signed in; never by e-mail, and makes no accounts."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Refuse: accounts come from the roster."""
        return False

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Leave the unsaved account empty: it is never stored."""
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the account, or end here with a page that says what to do."""
        number = self._employee_no(sociallogin)
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            self._check_link(request, sociallogin, number)
            return
        if not sociallogin.is_existing:
            if not number:
                self._refuse(request, NO_NUMBER)
            user = User.objects.filter(employee_no__iexact=number).first()
            if user is None:
                self._refuse(request, NO_ACCOUNT)
            sociallogin.user = user
        if not sociallogin.user.is_active:
            self._refuse(request, SWITCHED_OFF)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Leave a line for the operator; the page says nothing about the inside."""
        logger.warning("company sign-on by %s failed: %s %r", provider.sub_id, error, exception)

    def _employee_no(self, sociallogin: SocialLogin) -> str:
        facts, app = sociallogin.account.extra_data, sociallogin.provider.app
        if app.provider == "openid_connect":
            facts = facts_of_tokens(facts)
        return employee_no_in(facts, claim=app.settings.get("employee_no_claim", "employee_no"))

    def _check_link(self, request: HttpRequest, sociallogin: SocialLogin, number: str) -> None:
        user = request.user
        if not user.is_authenticated:
            return  # the library leads to the sign-in page
        if sociallogin.is_existing and sociallogin.user != user:
            self._refuse(request, TAKEN)
        if (
            number
            and number != user.employee_no.upper()
            and User.objects.filter(employee_no__iexact=number).exists()
        ):
            self._refuse(request, OTHER_PERSON)

    def _refuse(self, request: HttpRequest, sentence: str | Promise) -> NoReturn:
        page = render(request, "people/sign_on_refused.html", {"sentence": sentence}, status=HTTPStatus.FORBIDDEN)
        raise ImmediateHttpResponse(page)
