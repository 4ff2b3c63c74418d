"""What was sent, marked, drawn or granted is proof: the database refuses to change or delete it."""

from django.db import migrations

from core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("exams", "0001_item_bank_sittings_and_attempts")]

    operations = [
        append_only(
            "exams_examform",
            "exams_formitem",
            "exams_responseevent",
            "exams_score",
            "exams_extension",
            "exams_incident",
        )
    ]
