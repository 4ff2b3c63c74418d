"""The answer that stands is read from the events, no second copy of it is kept.

A later migration that rebuilds exams_responseevent on SQLite has to drop this view first and make it again after.
"""

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


class Migration(migrations.Migration):
    dependencies = [("exams", "0005_papers_and_keyings_kept")]

    operations = [
        migrations.AddConstraint(
            model_name="responseevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("fate", "counted")),
                fields=("attempt", "position", "sequence"),
                name="response_event_counted_once_per_sequence",
            ),
        ),
        migrations.DeleteModel(name="Response"),
        migrations.CreateModel(
            name="Response",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("value", models.JSONField(null=True)),
                ("sequence", models.BigIntegerField()),
                ("received_at", models.DateTimeField()),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=models.deletion.DO_NOTHING, related_name="responses", to="exams.attempt"
                    ),
                ),
            ],
            options={"db_table": "exams_response", "managed": False},
        ),
        migrations.RunSQL(VIEW, "DROP VIEW exams_response"),
    ]
