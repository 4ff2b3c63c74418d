"""Exemptions from before proposals were kept stand as approved on their first day; who proposed them is unknown."""

from datetime import datetime, time

from django.db import migrations
from django.utils import timezone

from core.identifiers import public_id


def fill(apps, schema_editor):
    exemptions = apps.get_model("compliance", "Exemption").objects.using(schema_editor.connection.alias)
    for row in exemptions.filter(proposed_at=None):
        settled_at = timezone.make_aware(datetime.combine(row.starts_on, time.min))
        exemptions.filter(pk=row.pk).update(
            public_id=public_id(), state="approved", proposed_at=settled_at, decided_at=settled_at
        )


class Migration(migrations.Migration):
    dependencies = [("compliance", "0003_exemptions_take_two_persons")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
