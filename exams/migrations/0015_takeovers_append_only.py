"""Takeovers are proof, and so are answers still: SQLite forgot that when their table was rebuilt."""

from django.db import migrations

from core.append_only import append_only, append_only_again


class Migration(migrations.Migration):
    dependencies = [("exams", "0014_pen_of_an_attempt")]

    operations = [
        append_only("exams_takeoverrequest", "exams_takeover"),
        append_only_again("exams_responseevent"),
    ]
