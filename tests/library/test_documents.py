"""Documents of lessons: for people who are signed in."""

import pytest
from django.urls import reverse

from tests.factories.library import make_document

pytestmark = pytest.mark.django_db


def test_document_goes_to_who_is_signed_in_and_to_nobody_else(client, user, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "public"
    found = make_document()
    assert found.url == reverse("wagtaildocs_serve", args=[found.pk, found.filename])

    stranger = client.get(found.url)
    assert (stranger.status_code, stranger.url) == (302, f"/accounts/login/?next={found.url}")
    assert client.get(f"/media/{found.file.name}").status_code == 404
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(found.url)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"
    answer.close()
