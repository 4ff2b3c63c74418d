"""From the button to the provider and back: whom it signs in, and whom it does not."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from core.models import AuditEvent
from people.models import User

pytestmark = pytest.mark.django_db
WAYS = ["oidc", "saml", "wecom", "dingtalk", "feishu"]
LINKABLE = ["oidc", "saml", "dingtalk", "feishu"]  # WeCom always states its number


@pytest.mark.parametrize("way", WAYS)
def test_person_named_by_employee_number_is_signed_in(visitor, providers, user, way):
    providers.facts["employee_no"] = "g10001"

    answer = visitor.sign_on(way)

    assert (answer.status_code, visitor.account) == (200, str(user.pk))
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)


@pytest.mark.parametrize("way", WAYS)
def test_unknown_number_makes_no_account(visitor, providers, user, way):
    providers.facts["employee_no"] = "G99999"

    answer = visitor.sign_on(way)

    assert (answer.status_code, visitor.account) == (403, None)
    assert "请向人力资源索取启用码" in answer.content.decode()
    assert User.objects.count() == 1


def test_email_alone_signs_nobody_in(visitor, providers, user):
    user.email = "wang@example.cn"
    user.save()
    providers.facts = {"email": "wang@example.cn"}

    answer = visitor.sign_on("oidc")

    assert (answer.status_code, visitor.account) == (403, None)


@pytest.mark.parametrize("way", WAYS)
def test_account_switched_off_is_refused(visitor, providers, user, way):
    user.is_active = False
    user.save()

    assert visitor.sign_on(way).status_code == 403
    assert visitor.account is None


def test_switching_off_ends_the_session_at_once(visitor, providers, user):
    visitor.sign_on("oidc")
    assert visitor.get(reverse("people:account")).status_code == 200

    User.objects.update(is_active=False)

    assert visitor.get(reverse("people:account")).status_code == 302


@pytest.mark.parametrize(
    ("way", "fault"),
    [
        ("oidc", "audience"),
        ("oidc", "subject"),
        ("oidc", "no_id_token"),
        ("saml", "forged"),
        ("wecom", "stranger"),
        ("dingtalk", "stranger"),
        ("feishu", "stranger"),
    ],
)
def test_wrong_word_of_a_provider_signs_nobody_in(visitor, providers, user, way, fault):
    providers.faults.add(fault)

    answer = visitor.sign_on(way)

    assert answer.status_code in {401, 403}
    assert visitor.account is None
    assert 'class="site-header"' in answer.content.decode()


@pytest.mark.parametrize("way", WAYS)
def test_cancelled_sign_on_leads_back(visitor, providers, user, way):
    providers.faults.add("cancelled")

    answer = visitor.sign_on(way)

    assert visitor.account is None
    assert reverse("account_login") in answer.content.decode()
    assert "公司登录" in answer.content.decode()


@pytest.mark.parametrize("way", ["oidc", "wecom", "dingtalk", "feishu"])
def test_provider_out_of_reach_gives_a_page(visitor, providers, settings, user, way):
    answer = visitor.agree(visitor.leave(way))
    for provider in settings.SOCIALACCOUNT_PROVIDERS.values():
        for app in provider["APPS"]:
            app["settings"] |= dict.fromkeys(("api", "server_url", "directory"), "http://127.0.0.1:9")

    page = visitor.arrive(*answer)

    assert (page.status_code, visitor.account) == (401, None)


def test_issuer_out_of_reach_gives_a_page(visitor, providers, settings):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"

    answer = visitor.post(reverse("people:sign_on", args=["oidc"]))

    assert answer.status_code == 401
    assert "公司登录没有完成" in answer.content.decode()


@pytest.mark.parametrize("way", WAYS)
def test_answer_works_once_and_in_one_browser_only(visitor, providers, user, way):
    answer = visitor.agree(visitor.leave(way))
    stranger = type(visitor)(headers={"host": "testserver"})
    assert stranger.arrive(*answer).status_code in {401, 403}
    visitor.arrive(*answer)
    assert visitor.account == str(user.pk)

    again = visitor.arrive(*answer)

    assert again.status_code in {401, 403}
    assert stranger.account is None


def test_wecom_token_is_shared_and_renewed_once(visitor, providers, user):
    visitor.sign_on("wecom")
    visitor.logout()
    visitor.sign_on("wecom")
    assert providers.calls.count("/cgi-bin/gettoken") == 1
    visitor.logout()

    providers.faults.add("stale")
    visitor.sign_on("wecom")

    assert (providers.calls.count("/cgi-bin/gettoken"), visitor.account) == (2, str(user.pk))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("wanted", "reached"),
    [("/courses/", "/courses/"), ("https://evil.example/", "/"), ("//evil.example", "/"), ("javascript:x", "/")],
)
def test_leads_on_inside_this_site_only(visitor, providers, user, way, wanted, reached):
    answer = visitor.sign_on(way, next=wanted)

    assert answer.redirect_chain[-1][0] == reached


@pytest.mark.parametrize("way", WAYS)
def test_second_factor_is_asked_for_all_the_same(visitor, providers, user, way):
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})

    answer = visitor.sign_on(way)

    assert (answer.redirect_chain[-1][0], visitor.account) == (reverse("mfa_authenticate"), None)


@pytest.mark.parametrize("way", WAYS)
def test_second_factor_of_the_company_counts_where_the_settings_say_so(visitor, providers, settings, user, way):
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    settings.SIGN_ON_SECOND_FACTOR_AT = [way]

    visitor.sign_on(way)

    assert visitor.account == str(user.pk)


def test_superuser_with_a_trusted_sign_on_is_not_sent_to_set_up_a_second_factor(
    visitor, providers, settings, user
):
    User.objects.update(is_superuser=True)
    settings.SECOND_FACTOR_FOR = ["hr"]
    visitor.sign_on("oidc")
    assert visitor.get(reverse("people:account")).url == reverse("mfa_index")

    settings.SIGN_ON_SECOND_FACTOR_AT = ["oidc"]

    assert visitor.get(reverse("people:account")).status_code == 200


@pytest.fixture
def signed_in(visitor, user):
    visitor.post(reverse("account_login"), {"login": "G10001", "password": "correct-horse-7"})
    assert visitor.account == str(user.pk)
    return visitor


def link(browser, way):
    asked = browser.sign_on(way, process="connect")
    assert asked.redirect_chain[-1][0] == reverse("account_reauthenticate")
    assert not SocialAccount.objects.exists()
    return browser.post(reverse("account_reauthenticate"), {"password": "correct-horse-7"}, follow=True)


@pytest.mark.parametrize("way", LINKABLE)
def test_link_made_while_signed_in_opens_the_account_later(signed_in, providers, user, way):
    providers.facts = {}
    answer = link(signed_in, way)
    assert "已关联" in answer.content.decode()
    signed_in.logout()

    signed_in.sign_on(way)

    assert signed_in.account == str(user.pk)
    assert AuditEvent.objects.filter(action="people.sign_on_linked").count() == 1


def test_link_is_ended_on_the_account_page(signed_in, providers, user):
    providers.facts = {}
    link(signed_in, "oidc")
    linked = SocialAccount.objects.get()

    signed_in.post(reverse("socialaccount_connections"), {"account": linked.pk})

    assert not SocialAccount.objects.exists()
    assert AuditEvent.objects.filter(action="people.sign_on_unlinked").count() == 1
    signed_in.logout()
    assert signed_in.sign_on("oidc").status_code == 403


def test_identity_of_another_number_is_not_linked(signed_in, providers, django_user_model):
    django_user_model.objects.create_user("G20002", "warm-winter-2026")
    providers.facts["employee_no"] = "G20002"

    assert signed_in.sign_on("oidc", process="connect").status_code == 403
    assert not SocialAccount.objects.exists()


def test_identity_linked_elsewhere_is_not_linked_again(signed_in, providers, django_user_model):
    other = django_user_model.objects.create_user("G20002", "warm-winter-2026")
    SocialAccount.objects.create(user=other, provider="oidc", uid="u-77")
    providers.facts = {}

    assert signed_in.sign_on("oidc", process="connect").status_code == 403
    assert SocialAccount.objects.get().user == other


def test_password_known_to_others_is_no_duty_after_company_sign_on(visitor, providers, user):
    User.objects.update(must_change_password=True)

    visitor.sign_on("oidc")

    assert visitor.get(reverse("people:account")).status_code == 200


def test_buttons_are_there_for_what_is_on_only(client, settings, db):
    settings.SIGN_ON_WAYS = ["feishu"]
    page = client.get(reverse("account_login")).content.decode()

    assert [way for way in WAYS if reverse("people:sign_on", args=[way]) in page] == ["feishu"]
    assert client.post(reverse("people:sign_on", args=["oidc"])).status_code == 404
