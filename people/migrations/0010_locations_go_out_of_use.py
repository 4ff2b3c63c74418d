"""A place that is given up goes out of use; the sittings that were held there keep it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0009_accounts_carry_the_address"),
    ]

    operations = [
        migrations.AddField(
            model_name="location",
            name="is_retired",
            field=models.BooleanField(default=False, verbose_name="retired"),
        ),
    ]
