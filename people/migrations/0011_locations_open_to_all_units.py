"""A room of the training centre is used by all branches, not by the unit alone that keeps it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0010_locations_go_out_of_use"),
    ]

    operations = [
        migrations.AddField(
            model_name="location",
            name="is_open_to_all",
            field=models.BooleanField(default=False, verbose_name="open to all units"),
        ),
    ]
