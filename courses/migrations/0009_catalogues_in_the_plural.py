"""The plural of the catalogue has a name; without one, Chinese screens added an English s."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("courses", "0008_site_is_called_annuan"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="cataloguepage",
            options={"verbose_name": "catalogue", "verbose_name_plural": "catalogues"},
        ),
    ]
