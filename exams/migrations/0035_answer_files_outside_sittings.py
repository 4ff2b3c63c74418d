"""Answer files and incidents of attempts outside of sittings: a file is handed in at a sitting or at an exam."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from core.append_only import append_only_again


class Migration(migrations.Migration):
    dependencies = [("exams", "0034_safe_browser_of_sittings")]

    operations = [
        migrations.AddField(
            "answerfile",
            "exam",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answer_files",
                to="exams.exam",
            ),
        ),
        migrations.AlterField(
            "answerfile",
            "sitting",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answer_files",
                to="exams.sitting",
            ),
        ),
        migrations.AlterField(
            "incident",
            "sitting",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="incidents",
                to="exams.sitting",
            ),
        ),
        migrations.AddConstraint(
            "answerfile",
            models.CheckConstraint(
                condition=Q(sitting__isnull=False, exam__isnull=True)
                | Q(sitting__isnull=True, exam__isnull=False),
                name="answer_file_at_sitting_or_exam",
            ),
        ),
        migrations.AddConstraint(
            "incident",
            models.CheckConstraint(
                condition=Q(sitting__isnull=False) | Q(attempt__isnull=False), name="incident_of_something"
            ),
        ),
        append_only_again("exams_answerfile", "exams_incident"),
    ]
