"""The site bears our name; Wagtail would call it by its host, localhost. Host and port stay as they are."""

from django.db import migrations


def name_site(apps, schema_editor):
    apps.get_model("wagtailcore.Site").objects.filter(is_default_site=True, site_name="").update(site_name="安暖")


class Migration(migrations.Migration):

    dependencies = [
        ("courses", "0007_trainers_keep_pictures_files_and_videos"),
    ]

    operations = [migrations.RunPython(name_site, migrations.RunPython.noop)]
