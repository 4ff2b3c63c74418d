"""Who gets through which door."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_password_posted_to_the_admin_login_does_not_sign_in(client, django_user_model):
    django_user_model.objects.create_superuser("G1", "correct-horse-7")

    answer = client.post("/cms/login/", {"username": "G1", "password": "correct-horse-7"})

    assert (answer.status_code, answer.url) == (302, reverse("account_login"))
    assert client.get("/cms/").status_code == 302


@pytest.mark.parametrize("typed", ["G10001", "g10001"])
def test_sign_in_by_employee_number_in_any_case(client, user, typed):
    client.post(reverse("account_login"), {"login": typed, "password": "correct-horse-7"})

    assert client.session.get("_auth_user_id") == str(user.pk)


def test_nobody_can_sign_up(client):
    answer = client.post(
        reverse("account_signup"),
        {"username": "X1", "password1": "correct-horse-7", "password2": "correct-horse-7"},
    )

    assert "_auth_user_id" not in client.session
    assert answer.status_code == 200


def test_live_answers_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/livez").json() == {"status": "live"}


def test_ready_answers_with_one_query(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert client.get("/readyz").json() == {"status": "ready"}


def test_pictures_are_sent_and_nothing_else(client, settings, tmp_path):
    public = tmp_path / "public"
    (public / "images").mkdir(parents=True)
    (public / "images" / "a.png").write_bytes(b"png")
    (tmp_path / "secret.txt").write_text("secret")
    settings.MEDIA_ROOT = public

    answer = client.get("/media/images/a.png")
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"png")
    answer.close()
    assert client.get("/media/../secret.txt").status_code in {400, 404}
    assert client.get("/media/images/").status_code == 404
    (public / "documents").mkdir()
    (public / "documents" / "permit.pdf").write_bytes(b"%PDF-1.7")
    assert client.get("/media/documents/permit.pdf").status_code == 404
