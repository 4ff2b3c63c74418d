"""What an account has to do before it may go on, and what guessing and crowds do to signing in."""

from __future__ import annotations

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from core.models import AuditEvent
from people.models import RoleGrant, Unit

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-7"
CROWD = 200


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def newcomer(client, user):
    user.must_change_password = True
    user.save()
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    "name", ["website:home", "courses:mine", "people:account", "mfa_index", "wagtailadmin_home"]
)
def test_password_of_ones_own_comes_first(client, newcomer, name):
    answer = client.get(reverse(name))

    assert (answer.status_code, answer.url) == (302, reverse("account_change_password"))


def test_program_that_calls_is_told_in_its_own_words(client, newcomer):
    answer = client.post("/attempts/x/save/", data="{}", content_type="application/json")

    assert (answer.status_code, answer.json()["error"]) == (403, "account_duty")


def test_way_out_stays_open(client, newcomer):
    assert client.post(reverse("account_logout")).url == "/"
    assert "_auth_user_id" not in client.session


def test_chosen_password_ends_the_duty(client, newcomer):
    values = {"oldpassword": PASSWORD, "password1": "warm-winter-2026", "password2": "warm-winter-2026"}
    client.post(reverse("account_change_password"), values)

    newcomer.refresh_from_db()
    assert not newcomer.must_change_password
    assert client.get(reverse("people:account")).status_code == 200
    assert AuditEvent.objects.filter(action="people.password_changed").count() == 1


@pytest.fixture
def hr(client, user):
    unit = Unit.objects.create(code="G", name="集团", kind="group", valid_from=date(2015, 1, 1))
    RoleGrant.objects.create(user=user, right="hr", unit=unit, starts_on=date(2020, 1, 1), reason="appointed")
    client.force_login(user)
    return user


def test_second_factor_is_asked_of_the_rights_that_need_it(client, hr, settings):
    assert client.get(reverse("people:account")).status_code == 200
    settings.SECOND_FACTOR_FOR = ["hr"]
    assert client.get(reverse("people:account")).url == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200

    Authenticator.objects.create(user=hr, type="totp", data={"secret": "x"})
    assert client.get(reverse("people:account")).status_code == 200


def test_second_factor_is_not_asked_of_learners(client, user, settings):
    settings.SECOND_FACTOR_FOR = ["hr"]
    client.force_login(user)

    assert client.get(reverse("people:account")).status_code == 200


def sign_in(password, *, number="G10001", address="10.0.0.1"):
    browser = Client(REMOTE_ADDR=address)
    browser.post(reverse("account_login"), {"login": number, "password": password})
    return "_auth_user_id" in browser.session


def test_a_room_full_of_people_signs_in_from_one_address(django_user_model):
    for number in range(CROWD):
        django_user_model.objects.create_user(f"C{number}", PASSWORD)

    assert all(sign_in(PASSWORD, number=f"C{number}") for number in range(CROWD))


def test_guessing_is_slowed_and_shuts_nobody_else_out(user):
    assert not any(sign_in("wrong", address="10.9.9.9") for _ in range(12))

    assert not sign_in(PASSWORD, address="10.9.9.9")
    assert sign_in(PASSWORD, address="10.0.0.1")


@pytest.mark.parametrize(
    "name",
    ["account_change_password", "mfa_index", "usersessions_list", "account_email", "account_logout"],
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_the_account_opens(client, user, name, language):
    client.force_login(user)

    answer = client.get(reverse(name), headers={"accept-language": language})

    assert answer.status_code == 200
    assert b'class="site-header"' in answer.content
