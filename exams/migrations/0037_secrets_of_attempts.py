"""A secret of each attempt, paper and round: what is shown follows from it, and from nothing that a page tells.

Those begun before keep none, and go on as they were shown. The columns may be null and have no default, so that SQLite
adds them without building the tables anew, which would forget their triggers.
"""

from django.db import migrations, models

from core.append_only import frozen

BEGAN_WITH = [
    "public_id",
    "exam_id",
    "person_id",
    "sitting_id",
    "form_id",
    "number",
    "mode",
    "cut_percent",
    "started_at",
    "accommodation_id",
    "time_factor",
    "larger_print",
    "list_form",
]
BEFORE = frozen("exams_attempt", *BEGAN_WITH)


class Migration(migrations.Migration):
    dependencies = [("exams", "0036_answers_that_do_not_count_are_found")]

    operations = [
        migrations.AddField("attempt", "veil", models.UUIDField(editable=False, null=True)),
        migrations.AddField("paper", "veil", models.UUIDField(editable=False, null=True)),
        migrations.AddField("practicerun", "veil", models.UUIDField(editable=False, null=True)),
        migrations.RunPython(BEFORE.reverse_code, BEFORE.code),
        frozen("exams_attempt", *BEGAN_WITH, "veil"),
    ]
