"""One strict policy for all pages; the authoring screens get what Wagtail needs, and nothing from elsewhere."""

import pytest
from django.urls import reverse

from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db


def policy(answer) -> dict[str, list[str]]:
    parts = (part.split() for part in answer["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


@pytest.fixture
def installer(client, django_user_model):
    client.force_login(
        django_user_model.objects.create_superuser("G1", "correct-horse-7"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return client


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/courses/m1/", "/cms-not-there/"])
def test_pages_carry_the_strict_policy(installer, path):
    make_course(code="M1")
    rules = policy(installer.get(path, follow=True))

    assert rules["default-src"] == ["'self'"]
    assert "script-src" not in rules
    assert "style-src" not in rules


def test_authoring_screens_run_inline_scripts_of_their_own_and_no_eval(installer):
    rules = policy(installer.get(reverse("wagtailadmin_home")))

    assert rules["script-src"] == rules["style-src"] == ["'self'", "'unsafe-inline'"]
    assert (rules["default-src"], rules["object-src"]) == (["'self'"], ["'none'"])


def test_page_previewed_inside_the_authoring_screens_keeps_the_strict_policy(installer):
    course = make_course(code="M1")
    course.save_revision()

    answer = installer.get(reverse("wagtailadmin_pages:view_draft", args=[course.pk]))

    assert answer.status_code == 200
    assert "script-src" not in policy(answer)
