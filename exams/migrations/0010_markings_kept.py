"""A marking never changes; a task is settled once, and what it rests on never changes."""

from django.db import migrations

from core.append_only import append_only, settled_once

FROZEN = [
    "attempt_id",
    "position",
    "round",
    "version_id",
    "subject_id",
    "turns",
    "most_difference",
    "opened_at",
]


class Migration(migrations.Migration):
    dependencies = [("exams", "0009_answers_marked_by_persons")]

    operations = [
        append_only("exams_marking"),
        settled_once("exams_markingtask", column="settled_at", frozen=FROZEN),
    ]
