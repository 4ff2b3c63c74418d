"""Tells the planner of PostgreSQL how many pairs of person and credential there are.

By itself it takes them for a tenth, and looks up each of a million in turn where it could join them at once.
"""

from django.db import migrations

STATISTICS = "certificates_per_person"


def count_pairs(apps, schema_editor):
    """Have pairs counted; other databases plan without."""
    if schema_editor.connection.vendor == "postgresql":
        table = apps.get_model("certificates", "Certificate")._meta.db_table
        schema_editor.execute(
            f"CREATE STATISTICS {STATISTICS} (ndistinct) ON person_id, credential_id FROM {table}"
        )


def count_no_pairs(_apps, schema_editor):
    """Count them no longer."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP STATISTICS {STATISTICS}")


class Migration(migrations.Migration):
    dependencies = [("certificates", "0006_coverage_reads_the_index_alone")]

    operations = [migrations.RunPython(count_pairs, count_no_pairs)]
