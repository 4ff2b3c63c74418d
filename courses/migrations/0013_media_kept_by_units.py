"""Pictures, documents and videos are kept by the trainers of a unit, each unit's in a collection of its own.

Until now every trainer chose from all of them. What there is goes into a collection from which all trainers choose, so
no lesson and no trainer loses sight of anything; collections that an installation made by itself stay where they are and
as readable as they were.
"""

from django.db import migrations
from wagtail.models import Collection as TreeOfCollections

CHOOSE = [("wagtailimages", "image", "choose_image", "Can choose image"),
          ("wagtaildocs", "document", "choose_document", "Can choose document"),
          ("library", "video", "choose_video", "Can choose video")]


def permission(apps, app_label, model, codename, name):
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(app_label=app_label, model=model)
    return apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )[0]


def add_below(root, name, Collection):
    below = Collection.objects.filter(path__startswith=root.path, depth=root.depth + 1)
    last = below.order_by("-path").values_list("path", flat=True).first()
    path = (
        TreeOfCollections(path=last)._inc_path() if last else TreeOfCollections._get_path(root.path, root.depth + 1, 1)
    )
    root.numchild += 1
    root.save(update_fields=["numchild"])
    return Collection.objects.create(name=name, path=path, depth=root.depth + 1, numchild=0)


def set_up(apps, schema_editor):
    Collection = apps.get_model("wagtailcore.Collection")
    GroupCollectionPermission = apps.get_model("wagtailcore.GroupCollectionPermission")
    Shelf = apps.get_model("courses.Shelf")
    root = Collection.objects.get(depth=1)
    readable = list(Collection.objects.filter(depth=2))
    common = add_below(root, "公用素材", Collection)
    Shelf.objects.create(kind="common", collection=common)
    Shelf.objects.create(kind="units", collection=add_below(root, "各单位素材", Collection))
    for model in ("CustomImage", "CustomDocument", "Video"):
        apps.get_model(f"library.{model}").objects.filter(collection=root).update(collection=common)

    trainers = apps.get_model("auth.Group").objects.get(name="Trainers")
    GroupCollectionPermission.objects.filter(group=trainers, collection=root).delete()
    for collection in [common, *readable]:
        for app_label, model, codename, name in CHOOSE:
            GroupCollectionPermission.objects.get_or_create(
                group=trainers, collection=collection, permission=permission(apps, app_label, model, codename, name)
            )
    # Rights on videos are rights on collections from here on.
    trainers.permissions.remove(*trainers.permissions.filter(content_type__app_label="library"))


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0012_shelves_of_units'),
        ('library', '0005_videos_lie_in_collections'),
        ('wagtaildocs', '0011_add_choose_permissions'),
        ('wagtailimages', '0023_add_choose_permissions'),
    ]

    operations = [migrations.RunPython(set_up, migrations.RunPython.noop)]
