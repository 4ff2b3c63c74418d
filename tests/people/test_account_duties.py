"""What an account has to do before it may go on, and what guessing and crowds do to signing in."""

from __future__ import annotations

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from core import clock
from core.models import AuditEvent
from people import known_devices
from people.actions import accounts
from people.models import Person, RoleGrant, Unit

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
    ["account_change_password", "mfa_index", "usersessions_list", "account_logout"],
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_the_account_opens(client, user, name, language):
    client.force_login(user)

    answer = client.get(reverse(name), headers={"accept-language": language})

    assert answer.status_code == 200
    assert b'class="site-header"' in answer.content


def test_devices_are_named_as_people_would(client, user):
    agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
    client.defaults["HTTP_USER_AGENT"] = agent
    client.post(reverse("account_login"), {"login": "G10001", "password": PASSWORD})

    page = client.get(reverse("usersessions_list")).content.decode()

    assert "安卓手机 · Chrome" in page
    assert "AppleWebKit" not in page


@pytest.mark.parametrize("name", ["account_reset_password", "account_reset_password_done"])
def test_who_forgot_the_password_and_has_no_email_is_told_what_to_do(client, db, name):
    page = client.get(reverse(name), headers={"accept-language": "en"}).content.decode()

    assert "Ask your line manager or human resources for a start code" in page
    assert reverse("people:start_code") in page


def test_stranger_at_the_same_address_uses_up_no_tries_of_a_known_device(user):
    tablet = Client(REMOTE_ADDR="10.0.0.1")
    credentials = {"login": "G10001", "password": PASSWORD}
    tablet.post(reverse("account_login"), credentials)
    tablet.post(reverse("account_logout"))
    assert not any(sign_in("wrong") for _ in range(70))  # more than an address may, too
    assert not sign_in(PASSWORD)

    tablet.post(reverse("account_login"), credentials)

    assert tablet.session["_auth_user_id"] == str(user.pk)


def test_known_device_may_guess_ten_times_and_no_other_account(user, django_user_model):
    django_user_model.objects.create_user("G20002", PASSWORD)
    tablet = Client(REMOTE_ADDR="10.0.0.1")
    tablet.post(reverse("account_login"), {"login": "G10001", "password": PASSWORD})
    tablet.post(reverse("account_logout"))

    for number in ("G10001", "G20002"):
        for _ in range(10):
            tablet.post(reverse("account_login"), {"login": number, "password": "wrong"})
        tablet.post(reverse("account_login"), {"login": number, "password": PASSWORD})
        assert "_auth_user_id" not in tablet.session
    assert not sign_in(PASSWORD, number="G20002")  # counted with everybody at this address
    assert sign_in(PASSWORD)  # counted apart


@pytest.mark.parametrize("cookie", ["", "nonsense", "eyJ4IjoxfQ:1abcde:forged"])
def test_forged_device_is_an_unknown_one(user, cookie):
    stranger = Client(REMOTE_ADDR="10.0.0.1")
    for _ in range(11):
        stranger.cookies[known_devices.COOKIE] = cookie
        stranger.post(reverse("account_login"), {"login": "G10001", "password": "wrong"})

    assert not sign_in(PASSWORD)


def type_code(browser, code):
    values = {"employee_no": "000123", "code": code, "password": "warm-winter-2026", "again": "warm-winter-2026"}
    return browser.post(reverse("people:start_code"), values)


def test_start_code_opens_after_any_number_of_wrong_ones(client, user, django_user_model):
    django_user_model.objects.create_user("000123")
    person = Person.objects.create(
        employee_no="000123", name="李四", user=django_user_model.objects.get(pk=user.pk + 1)
    )
    code = accounts.hand_out_code(person, actor=user, at=clock.now())
    answers = [type_code(client, "0000000000").content.decode() for _ in range(12)]
    assert ["次数过多" in answer for answer in answers] == [False] * 10 + [True] * 2

    assert type_code(client, code).status_code == 302
    assert client.session["_auth_user_id"] == str(person.user_id)


def test_start_code_does_not_walk_round_the_second_factor(client, user, django_user_model):
    holder = django_user_model.objects.create_user("000123")
    Authenticator.objects.create(user=holder, type="totp", data={"secret": "x"})
    person = Person.objects.create(employee_no="000123", name="李四", user=holder)
    code = accounts.hand_out_code(person, actor=user, at=clock.now())

    assert type_code(client, code).url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
