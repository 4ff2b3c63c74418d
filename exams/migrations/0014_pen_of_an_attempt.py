"""One device at a time writes the answers of an attempt; every answer says which device sent it and when it was given.

SQLite rebuilds exams_responseevent for this, so the view over it is dropped first and made again after.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

VIEW = """
CREATE VIEW exams_response AS
SELECT e.id, e.attempt_id, e.position, e.value, e.sequence, e.received_at
FROM exams_responseevent e
WHERE e.fate = 'counted' AND NOT EXISTS (
    SELECT 1 FROM exams_responseevent n
    WHERE n.attempt_id = e.attempt_id AND n.position = e.position AND n.fate = 'counted' AND n.sequence > e.sequence
)
"""
FATES = ["counted", "late", "superseded", "other_device"]


def key():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        ("exams", "0013_files_of_items"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("DROP VIEW exams_response", VIEW),
        migrations.RemoveConstraint("responseevent", "response_event_fate_known"),
        migrations.AddField(
            "attempt", "device", models.CharField(blank=True, db_default="", default="", max_length=26)
        ),
        migrations.AddField("attempt", "epoch", models.PositiveSmallIntegerField(db_default=1, default=1)),
        migrations.AddField(
            "responseevent", "device", models.CharField(blank=True, db_default="", default="", max_length=26)
        ),
        migrations.AddField("responseevent", "made_at", models.DateTimeField(null=True)),
        migrations.AlterField("responseevent", "fate", models.CharField(max_length=20)),
        migrations.AddConstraint(
            "responseevent",
            models.CheckConstraint(condition=models.Q(("fate__in", FATES)), name="response_event_fate_known"),
        ),
        migrations.RunSQL(VIEW, "DROP VIEW exams_response"),
        migrations.CreateModel(
            name="TakeoverRequest",
            fields=[
                ("id", key()),
                ("device", models.CharField(max_length=26)),
                ("asked_at", models.DateTimeField()),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takeover_requests",
                        to="exams.attempt",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("device", ""), _negated=True), name="takeover_request_names_a_device"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Takeover",
            fields=[
                ("id", key()),
                ("epoch", models.PositiveSmallIntegerField()),
                ("device", models.CharField(max_length=26)),
                ("before", models.CharField(blank=True, max_length=26)),
                ("given_at", models.DateTimeField()),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="takeovers", to="exams.attempt"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takeover",
                        to="exams.takeoverrequest",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("attempt", "epoch"), name="takeover_epoch_once"),
                    models.CheckConstraint(
                        condition=models.Q(("epoch__gte", 2)), name="takeover_begins_a_later_epoch"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("device", ""), _negated=True), name="takeover_names_a_device"
                    ),
                ]
            },
        ),
    ]
