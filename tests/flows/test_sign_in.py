"""A passkey from the first tap to the last, in a real browser with an authenticator that Chromium plays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.flows.people import PHONE, Somebody
from website.demo.organisation import PASSWORD, accounts

pytestmark = pytest.mark.browser
NUMBERS = {account.label_en: account.employee_no for account in accounts()}
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def holder(running_site, browser):
    """Somebody at the site's name: passkeys belong to names, an address of digits has none."""
    named = replace(running_site, url=running_site.url.replace("127.0.0.1", "localhost"))
    somebody = Somebody(browser, named, size=PHONE)
    device = somebody.context.new_cdp_session(somebody.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return somebody


def test_passkey_is_added_signs_in_and_is_removed(holder):
    page = holder.sign_in(NUMBERS["New hire (online)"])
    holder.go("/account/")
    holder.press("设置")
    page.click("a[href$='webauthn/add/']")
    page.fill("#id_password", PASSWORD)  # one proves who one is before a new way in is made
    page.click("main button.primary")
    holder.look()
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/2fa/recovery-codes/")
    holder.look()

    holder.press("退出")
    page.wait_for_url("**/accounts/login/**")
    holder.look()
    page.click("#passkey_login")
    page.wait_for_url(holder.site.url + "/")
    assert page.get_by_role("button", name="退出").count() == 1

    holder.go("/accounts/2fa/webauthn/")
    holder.look()
    page.click("a[href$='/remove/']")
    page.wait_for_url("**/reauthenticate/**")
    page.fill("#id_password", PASSWORD)
    page.click("main button.primary")
    page.click("main button.danger")
    page.wait_for_url("**/2fa/webauthn/")
    assert page.locator("a[href$='/remove/']").count() == 0
    holder.leave()


def test_passkey_that_is_declined_says_what_to_do(holder):
    page = holder.go("/accounts/login/")
    page.click("#passkey_login")

    page.wait_for_selector("[data-passkey-trouble]:not([hidden])")
    assert "密码" in page.locator("[data-passkey-trouble]").inner_text()
    holder.leave()
