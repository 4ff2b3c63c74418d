"""Exemptions become proposals that a second person decides. Rows of before are filled in by the next step."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.identifiers


def account(**options):
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, **options
    )


STATES = [
    ("proposed", "waits for a decision"),
    ("approved", "approved"),
    ("declined", "declined"),
    ("withdrawn", "withdrawn"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("compliance", "0002_report_filters_and_deletion"),
        ("certificates", "0004_issued_certificates_frozen"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="exemption", options={"verbose_name": "exemption", "verbose_name_plural": "exemptions"}
        ),
        migrations.RenameField("exemption", "approved_by", "decided_by"),
        migrations.AlterField("exemption", "decided_by", account()),
        migrations.AlterField("exemption", "reason", models.CharField(max_length=300, verbose_name="reason")),
        migrations.AddField(
            "exemption",
            "public_id",
            models.CharField(default=core.identifiers.public_id, editable=False, max_length=26),
        ),
        migrations.AddField("exemption", "subject", account()),
        migrations.AddField("exemption", "proposed_by", account()),
        migrations.AddField("exemption", "proposed_at", models.DateTimeField(null=True, verbose_name="proposed at")),
        migrations.AddField(
            "exemption",
            "state",
            models.CharField(choices=STATES, default="proposed", max_length=10, verbose_name="state"),
        ),
        migrations.AddField("exemption", "decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
        migrations.AddField(
            "exemption",
            "decision_note",
            models.CharField(blank=True, max_length=300, verbose_name="note of the decision"),
        ),
        migrations.AddField("exemption", "ended_on", models.DateField(null=True, verbose_name="ended early on")),
        migrations.AddField("exemption", "ended_by", account()),
        migrations.AddField("exemption", "ended_at", models.DateTimeField(null=True)),
    ]
