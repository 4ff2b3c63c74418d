"""Trainers add and change videos, and add pictures and files.

Wagtail reads the rights on pictures and files from its own models, also where the project has models of its own; a right
given for ours alone opens nothing. What lessons show is replaced, not deleted.
"""

from django.db import migrations

VIDEO_RIGHTS = [("add_video", "Can add video"), ("change_video", "Can change video"), ("view_video", "Can view video")]
UPLOAD_RIGHTS = [("wagtailimages", "image", "add_image", "Can add image"),
                 ("wagtaildocs", "document", "add_document", "Can add document")]


def permission(apps, app_label, model, codename, name):
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(app_label=app_label, model=model)
    return apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )[0]


def give(apps, schema_editor):
    trainers, _ = apps.get_model("auth.Group").objects.get_or_create(name="Trainers")
    for codename, name in VIDEO_RIGHTS:
        trainers.permissions.add(permission(apps, "library", "video", codename, name))
    root_collection = apps.get_model("wagtailcore.Collection").objects.get(depth=1)
    for app_label, model, codename, name in UPLOAD_RIGHTS:
        apps.get_model("wagtailcore.GroupCollectionPermission").objects.get_or_create(
            group=trainers, collection=root_collection, permission=permission(apps, app_label, model, codename, name)
        )


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0006_lessons_show_videos_of_the_library'),
        ('library', '0003_videos_with_captions'),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
