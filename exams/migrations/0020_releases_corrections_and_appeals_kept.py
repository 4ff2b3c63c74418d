"""A release never changes; a correction and an appeal are settled once, and what they say never changes."""

from django.db import migrations

from core.append_only import append_only, settled_once

CORRECTION = ["version_id", "kind", "key", "reason", "proposed_by_id", "proposed_at"]
APPEAL = ["attempt_id", "score_id", "position", "text", "raised_by_id", "raised_at"]


class Migration(migrations.Migration):
    dependencies = [("exams", "0019_results_released_corrected_and_appealed")]

    operations = [
        append_only("exams_releasedecision"),
        settled_once("exams_keycorrection", column="decided_at", frozen=CORRECTION),
        settled_once("exams_appeal", column="decided_at", frozen=APPEAL),
    ]
