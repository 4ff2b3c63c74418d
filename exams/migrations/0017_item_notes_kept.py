"""What was written about an item stays as it was written."""

from django.db import migrations

from core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("exams", "0016_item_words_notes_and_findings")]

    operations = [append_only("exams_itemnote")]
