from django.db import migrations

from core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("people", "0004_roster_lines_and_changes")]

    operations = [append_only("people_rosterchange")]
