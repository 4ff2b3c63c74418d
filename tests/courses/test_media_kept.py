"""What lessons show is replaced, not deleted, by whichever door."""

import pytest
from django.urls import reverse

from courses.models import LessonPage
from courses.queries.shelves import common_collection
from library.models import CustomDocument, CustomImage
from people.models import User
from tests.courses.test_authoring import house, window  # noqa: F401 -- the same house
from tests.factories.library import make_document, make_picture

pytestmark = pytest.mark.django_db
DOORS = [
    ("customimage", "wagtailimages:delete"), ("customimage", "wagtailimages:delete_multiple"),
    ("customdocument", "wagtaildocs:delete"), ("customdocument", "wagtaildocs:delete_multiple"),
    ("customimage", ""), ("customdocument", ""),
]  # fmt: skip


@pytest.mark.parametrize("who", ["approver", "superuser"])
@pytest.mark.parametrize(("model", "door"), DOORS)
def test_what_lessons_show_stays(house, settings, tmp_path, model, door, who):  # noqa: F811
    settings.MEDIA_ROOT = tmp_path / "public"
    house.users["superuser"] = User.objects.create_user("ROOT", is_superuser=True)
    picture, document = (make(collection=common_collection()) for make in (make_picture, make_document))
    lesson = LessonPage.objects.descendant_of(house.course1).first()
    lesson.body = [
        ("picture", {"image": picture, "alt": "图", "caption": ""}),
        ("document", {"document": document, "note": ""}),
    ]
    lesson.save_revision().publish()
    found = picture if model == "customimage" else document
    bulk = reverse("wagtail_bulk_action", args=["library", model, "delete"])
    client = window(house, who)

    answer = client.post(reverse(door, args=[found.pk]) if door else f"{bulk}?id={found.pk}", follow=True)

    assert "课时" in "".join(str(message) for message in answer.context["messages"])
    assert (CustomImage.objects.count(), CustomDocument.objects.count()) == (1, 1)
    lesson.body = [("text", "<p>先通风</p>")]
    lesson.save_revision().publish()
    client.post(reverse(door, args=[found.pk]) if door else f"{bulk}?id={found.pk}")
    assert not type(found).objects.exists()
