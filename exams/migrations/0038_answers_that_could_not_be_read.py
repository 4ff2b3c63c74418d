"""An answer that could not be read is kept as it came, with a fate of its own.

SQLite rebuilds exams_responseevent for this: the view over it is dropped first and made again after, and the table
forgets that it is append-only.
"""

from django.db import migrations, models

from core.append_only import append_only_again

VIEW = """
CREATE VIEW exams_response AS
SELECT e.id, e.attempt_id, e.position, e.value, e.sequence, e.received_at
FROM exams_responseevent e
WHERE e.fate = 'counted' AND NOT EXISTS (
    SELECT 1 FROM exams_responseevent n
    WHERE n.attempt_id = e.attempt_id AND n.position = e.position AND n.fate = 'counted' AND n.sequence > e.sequence
)
"""
FATES = ["counted", "late", "superseded", "other_device", "unreadable"]


class Migration(migrations.Migration):
    dependencies = [("exams", "0037_secrets_of_attempts")]

    operations = [
        migrations.RunSQL("DROP VIEW exams_response", VIEW),
        migrations.RemoveConstraint("responseevent", "response_event_fate_known"),
        migrations.AddConstraint(
            "responseevent",
            models.CheckConstraint(condition=models.Q(("fate__in", FATES)), name="response_event_fate_known"),
        ),
        migrations.RunSQL(VIEW, "DROP VIEW exams_response"),
        append_only_again("exams_responseevent"),
    ]
