"""A browser, and the providers it is sent to."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

import pytest
import requests
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from config import sign_on
from config.environment import Environment
from tests.people.sign_on.providers import SECRET, Providers


class Visitor(Client):
    """A browser that goes out to the provider and comes back."""

    def leave(self, way: str, **form: str) -> str:
        """Press the button; return the address of the provider that the page leads to."""
        page = self.post(reverse("people:sign_on", args=[way]), form)
        assert page.status_code == 200, page
        return html.unescape(re.search(r'content="0; url=([^"]+)"', page.content.decode()).group(1))

    def agree(self, address: str) -> tuple[str, dict[str, str]]:
        """Sign in over there; return where it sends the browser back to, and what that posts."""
        if "/sso?" in address:
            response = requests.get(address, timeout=5).text
            return reverse("saml_acs", args=["company"]), {"SAMLResponse": response}
        back = requests.get(address, timeout=5, allow_redirects=False).headers["location"]
        assert urlsplit(back).netloc == "testserver"
        return back.removeprefix("http://testserver"), {}

    def arrive(self, path: str, posted: dict[str, str]):
        """Come back, and follow as far as it leads."""
        return self.post(path, posted, follow=True) if posted else self.get(path, follow=True)

    def sign_on(self, way: str, **form: str):
        """Go there and back."""
        return self.arrive(*self.agree(self.leave(way, **form)))

    @property
    def account(self) -> str | None:
        """Who is signed in in this browser."""
        return self.session.get("_auth_user_id")


@pytest.fixture(scope="session")
def played():
    server = Providers()
    yield server
    server.stop()


@pytest.fixture
def providers(played, settings, tmp_path):
    played.facts, played.faults, played.calls = {"employee_no": "G10001"}, set(), []
    metadata = tmp_path / "metadata.xml"
    metadata.write_text(played.metadata())
    found = sign_on.read(
        Environment(
            {
                "SIGN_ON": "oidc,saml,wecom,dingtalk,feishu",
                "OIDC_ISSUER": played.url,
                "OIDC_CLIENT_ID": "annuan",
                "OIDC_CLIENT_SECRET": SECRET,
                "SAML_IDP_METADATA": str(metadata),
                "WECOM_CORP_ID": "ww1",
                "WECOM_AGENT_ID": "1000002",
                "WECOM_SECRET": SECRET,
                "DINGTALK_CLIENT_ID": "ding1",
                "DINGTALK_CLIENT_SECRET": SECRET,
                "FEISHU_APP_ID": "cli_1",
                "FEISHU_APP_SECRET": SECRET,
                **{
                    f"{way}_{name}_URL": played.url
                    for way in ("WECOM", "DINGTALK", "FEISHU")
                    for name in ("API", "LOGIN")
                },
                "DINGTALK_DIRECTORY_URL": played.url,
            }
        )
    )
    settings.SOCIALACCOUNT_PROVIDERS = found.providers
    cache.clear()
    return played


@pytest.fixture
def visitor():
    return Visitor(headers={"host": "testserver"})
