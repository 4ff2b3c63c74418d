"""What somebody was given, for which days and why, never changes; it is settled once, and may be ended once."""

from django.db import migrations

from core.append_only import settled_once

ASKED_FOR = [
    "person_id",
    "time_factor",
    "larger_print",
    "list_form",
    "starts_on",
    "ends_on",
    "reason",
    "proposed_by_id",
    "proposed_at",
]


class Migration(migrations.Migration):
    dependencies = [("exams", "0029_accommodations")]

    operations = [settled_once("exams_accommodation", column="ended_at", frozen=ASKED_FOR)]
