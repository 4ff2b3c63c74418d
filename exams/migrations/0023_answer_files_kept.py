"""Files of answers and decisions on answers are proof."""

from django.db import migrations

from core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("exams", "0022_answer_files_and_decisions")]

    operations = [append_only("exams_answerfile", "exams_answerdecision")]
