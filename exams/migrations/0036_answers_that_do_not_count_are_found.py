"""Answers that do not count by rule are found among all that arrived: few are such, and every examiner asks for them."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("exams", "0035_answer_files_outside_sittings")]

    operations = [
        migrations.AddIndex(
            "responseevent",
            models.Index(
                fields=["attempt"], condition=Q(fate__in=["late", "other_device"]), name="response_event_uncounted"
            ),
        ),
    ]
