"""When the device of an attempt was last heard, the silences between, and the time given for them.

A later migration that rebuilds exams_responseevent on SQLite has to make the trigger again besides the view of answers.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F, Q

from core.append_only import append_only_again

# What another device sends is no word of the one with the pen.
SQLITE = [
    "CREATE TRIGGER exams_responseevent_heard AFTER INSERT ON exams_responseevent WHEN NEW.fate <> 'other_device' "
    "BEGIN UPDATE exams_contact SET heard_at = NEW.received_at "
    "WHERE attempt_id = NEW.attempt_id AND heard_at < NEW.received_at; END"
]
POSTGRESQL = [
    "CREATE FUNCTION exams_note_contact() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "UPDATE exams_contact SET heard_at = NEW.received_at "
    "WHERE attempt_id = NEW.attempt_id AND heard_at < NEW.received_at; RETURN NULL; END $$",
    "CREATE TRIGGER exams_responseevent_heard AFTER INSERT ON exams_responseevent "
    "FOR EACH ROW WHEN (NEW.fate <> 'other_device') EXECUTE FUNCTION exams_note_contact()",
]
UNDO = {
    "sqlite": ["DROP TRIGGER exams_responseevent_heard"],
    "postgresql": [
        "DROP TRIGGER exams_responseevent_heard ON exams_responseevent",
        "DROP FUNCTION exams_note_contact()",
    ],
}


def listen(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def listen_no_more(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("exams", "0040_rulings_kept")]

    operations = [
        migrations.CreateModel(
            "Contact",
            fields=[
                (
                    "attempt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="contact",
                        serialize=False,
                        to="exams.attempt",
                    ),
                ),
                ("heard_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField("incident", "began_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "incident",
            models.CheckConstraint(
                condition=Q(began_at=None) | Q(began_at__lt=F("at")), name="incident_begins_before_it_ends"
            ),
        ),
        migrations.AddConstraint(
            "incident",
            models.UniqueConstraint(
                fields=["attempt", "kind", "began_at"],
                condition=Q(began_at__isnull=False),
                name="incident_begins_once",
            ),
        ),
        migrations.AddField(
            "extension",
            "silence",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="extension",
                to="exams.incident",
            ),
        ),
        append_only_again("exams_incident", "exams_extension"),
        migrations.RunPython(listen, listen_no_more),
    ]
