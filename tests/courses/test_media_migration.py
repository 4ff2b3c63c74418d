"""What an installation had before units kept their own media: nothing is lost, and nobody sees less than to choose."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission

from courses.models import Shelf
from courses.queries.shelves import common_collection
from tests.factories.library import make_document, make_picture, make_video

pytestmark = pytest.mark.django_db


def test_media_of_all_become_the_common_ones_and_collections_of_the_house_stay(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "public"
    made = Collection.objects.filter(shelf__isnull=False)
    GroupCollectionPermission.objects.filter(collection__in=made).delete()
    pks = list(made.values_list("pk", flat=True))
    Shelf.objects.all().delete()
    for pk in pks:
        Collection.objects.get(pk=pk).delete()
    root, trainers = Collection.objects.get(depth=1), Group.objects.get(name="Trainers")
    GroupCollectionPermission.objects.create(
        group=trainers, collection=root, permission=Permission.objects.get(codename="add_image")
    )
    house = root.add_child(instance=Collection(name="旧素材"))
    files = [make(collection=root) for make in (make_picture, make_document, make_video)]
    kept = make_picture("旧图", collection=house)

    import_module("courses.migrations.0013_media_kept_by_units").set_up(apps, None)

    for found in [*files, kept]:
        found.refresh_from_db()
    assert {found.collection for found in files} == {common_collection()}
    assert kept.collection == house
    stored = GroupCollectionPermission.objects.filter(group=trainers)
    assert {(row.collection, row.permission.codename) for row in stored} == {
        (collection, f"choose_{kind}")
        for collection in (common_collection(), house)
        for kind in ("image", "document", "video")
    }
    assert Collection.find_problems() == ([], [], [], [], [])
