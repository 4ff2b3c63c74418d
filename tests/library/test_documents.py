"""Documents of lessons: who may read them is told in tests/courses/test_media.py; nobody gets past the door."""

import pytest
from django.urls import reverse

from courses.models import LessonPage
from tests.factories.courses import make_course
from tests.factories.library import make_document

pytestmark = pytest.mark.django_db


def test_document_goes_through_its_door_only(client, user, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "public"
    found = make_document()
    lesson = LessonPage.objects.descendant_of(make_course()).first()
    lesson.body = [("document", {"document": found, "note": ""})]
    lesson.save_revision().publish()
    assert found.url == reverse("wagtaildocs_serve", args=[found.pk, found.filename])

    stranger = client.get(found.url)
    assert (stranger.status_code, stranger.url) == (302, f"/accounts/login/?next={found.url}")
    assert client.get(f"/media/{found.file.name}").status_code == 404
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(found.url)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"
    answer.close()
