"""An authenticator app from setting up to the recovery code that helps when the phone is gone."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-7"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()
    yield
    cache.clear()


def code_of(secret, *, step=0):
    counter = int(time.time()) // 30 + step
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


def begin():
    """Type number and password; the second step is still to come."""
    browser = Client()
    answer = browser.post(reverse("account_login"), {"login": "G10001", "password": PASSWORD})
    assert (answer.url, "_auth_user_id" in browser.session) == (reverse("mfa_authenticate"), False)
    return browser


def finish(browser, code):
    browser.post(reverse("mfa_authenticate"), {"code": code})
    return "_auth_user_id" in browser.session


@pytest.fixture
def secret(client, user, settings):
    """Set the app up by hand: the secret that the page shows, and the code that the app makes of it."""
    settings.MFA_TOTP_TOLERANCE = 1  # the code before still counts, so that no second is left to chance
    client.post(reverse("account_login"), {"login": "G10001", "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    shown = page.context["form"].secret
    assert shown in page.content.decode()
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(shown, step=-1)})
    assert done.url == reverse("mfa_view_recovery_codes")
    return shown


def test_code_of_the_app_signs_in_once(secret):
    code = code_of(secret)

    assert not finish(begin(), "000000" if code != "000000" else "111111")
    assert finish(begin(), code)
    assert not finish(begin(), code)  # seen over the shoulder, it is worth nothing


def test_recovery_code_signs_in_once(secret, user):
    codes = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()

    assert finish(begin(), codes[0])
    assert not finish(begin(), codes[0])
    assert finish(begin(), codes[1])


def test_secret_and_the_way_past_it_do_not_show(secret, client):
    assert secret not in client.get(reverse("mfa_index")).content.decode()
    assert begin().get(reverse("people:account")).status_code == 302
    assert get_adapter().decrypt(Authenticator.objects.get(type="totp").data["secret"]) == secret
