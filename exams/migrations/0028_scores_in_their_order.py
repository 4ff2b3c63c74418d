"""Scores stay append-only, which SQLite forgot when their table was rebuilt, and none comes before the one it follows."""

from django.db import migrations

from core.append_only import append_only_again

MESSAGE = "a further score stands beside the one before it"
STANDS_ALONE = (
    "NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM exams_score earlier "
    "WHERE earlier.attempt_id = NEW.attempt_id AND earlier.revision = NEW.revision - 1)"
)


def refuse(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            f"CREATE TRIGGER exams_score_no_gap BEFORE INSERT ON exams_score WHEN {STANDS_ALONE} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
        return
    schema_editor.execute(
        "CREATE FUNCTION exams_score_refuse_gap() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {STANDS_ALONE} THEN "
        f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    schema_editor.execute(
        "CREATE TRIGGER exams_score_no_gap BEFORE INSERT ON exams_score "
        "FOR EACH ROW EXECUTE FUNCTION exams_score_refuse_gap()"
    )


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS exams_score_no_gap")
        return
    schema_editor.execute("DROP TRIGGER IF EXISTS exams_score_no_gap ON exams_score")
    schema_editor.execute("DROP FUNCTION IF EXISTS exams_score_refuse_gap()")


class Migration(migrations.Migration):
    dependencies = [("exams", "0027_scores_follow_from_points")]

    operations = [append_only_again("exams_score"), migrations.RunPython(refuse, allow)]
