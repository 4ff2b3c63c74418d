"""The three Chinese enterprise providers as one provider of django-allauth with a dialect for each."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.providers.base import Provider, ProviderAccount
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from people.sign_on.dialects import DIALECTS


class EnterpriseProvider(Provider):
    """WeCom, DingTalk or Feishu; which of them is the `provider_id` of the app in the settings."""

    id = "enterprise"
    name = "Enterprise"
    account_class = ProviderAccount
    supports_redirect = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = self.app.name

    def get_callback_url(self, request: HttpRequest) -> str:
        """Return where the provider sends the person back to; the same address is registered there."""
        return request.build_absolute_uri(reverse("enterprise_callback", args=[self.app.provider_id]))

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Send the person to the provider, with a state that only this browser can bring back."""
        state = self.stash_redirect_state(request, process, next_url, data, **kwargs)
        dialect = DIALECTS[self.app.provider_id]
        return HttpResponseRedirect(dialect.page(self.app, self.get_callback_url(request), state))

    def identify(self, request: HttpRequest, code: str) -> dict[str, str]:
        """Ask the provider whose code this is."""
        dialect = DIALECTS[self.app.provider_id]
        return dialect.identify(self.app, code, self.get_callback_url(request))

    def extract_uid(self, data: dict[str, str]) -> str:
        """Return what identifies the person at the provider for good."""
        return data["uid"]


provider_classes = [EnterpriseProvider]
