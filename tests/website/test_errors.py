"""What a request hears when it fails on our side."""

import pytest
from allauth.core.ratelimit import respond_429
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def failing(client, user, monkeypatch):
    """Let the save door and the list of exams fail as told; return a browser that hears the answer."""
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.raise_request_exception = False

    def fail(error):
        def broken(*_args, **_fields):
            raise error

        monkeypatch.setattr("exams.actions.attempts.save_to", broken)
        monkeypatch.setattr("exams.views.candidate.visible_exams", broken)
        return client

    return fail


def test_device_is_told_to_come_again_while_the_database_cannot_store(failing):
    browser = failing(OperationalError("database or disk is full"))
    body = '{"answers": []}'

    answer = browser.post(reverse("exams:save", args=["x"]), body, content_type="application/json")

    assert (answer.status_code, answer["Retry-After"], answer.json()["error"]) == (503, "5", "not_stored")


def test_person_is_told_that_nothing_was_stored(failing):
    answer = failing(OperationalError("server closed the connection")).get(reverse("exams:mine"))

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "没有保存" in answer.content.decode()


def test_any_other_error_is_ours(failing):
    answer = failing(RuntimeError("a bug")).get(reverse("exams:mine"))

    assert answer.status_code == 500
    assert "Retry-After" not in answer


@pytest.mark.parametrize(
    ("error", "status"), [(OperationalError("disk is full"), 503), (RuntimeError("a bug"), 500)]
)
def test_page_says_in_its_own_language_which_language_it_is_in(failing, error, status):
    browser = failing(error)

    for asked, named, other in (("zh-hans", "zh-Hans", "en"), ("en", "en", "zh-Hans")):
        answer = browser.get(reverse("exams:mine"), headers={"accept-language": asked})
        assert answer.status_code == status
        assert f'<html lang="{named}">' in answer.content.decode()
        assert f'<html lang="{other}">' not in answer.content.decode()


def test_address_that_only_takes_forms_shows_a_page(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.get(reverse("exams:start", args=["x"]))

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "不能直接打开" in answer.content.decode()


def test_form_of_another_session_is_told_what_to_do():
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "1", "password": "x"})

    assert answer.status_code == 403
    assert "刷新后再提交" in answer.content.decode()


def test_who_does_something_too_often_is_told_to_wait(rf, user):
    request = rf.get("/")
    request.user = user

    answer = respond_429(request)

    assert answer.status_code == 429
    assert "请等一分钟" in answer.content.decode()


def test_wrong_password_leads_to_a_start_code(client):
    page = client.post(reverse("account_login"), {"login": "000001", "password": "wrong"}).content.decode()

    assert "工号或密码不正确" in page
    assert "领取启用码" in page
    assert reverse("people:start_code") in page
    assert reverse("account_reset_password") in page
