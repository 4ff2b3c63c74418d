"""Practice never holds an item that is for exams only: the database refuses it. Answers given stay as they are."""

from django.db import migrations

from core.append_only import append_only

MESSAGE = "practice never holds an item that is for exams only"
IS_EXAM_ONLY = (
    "SELECT item.is_exam_only FROM exams_itemversion version JOIN exams_item item ON item.id = version.item_id "
    "WHERE version.id = NEW.version_id"
)


def refuse(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("INSERT", "UPDATE"):
            schema_editor.execute(
                f"CREATE TRIGGER exams_practicequestion_no_{verb.lower()}_of_exam_only "
                f"BEFORE {verb} ON exams_practicequestion WHEN ({IS_EXAM_ONLY}) "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )
        return
    schema_editor.execute(
        "CREATE FUNCTION exams_practicequestion_refuse_exam_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF ({IS_EXAM_ONLY}) THEN "
        f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    schema_editor.execute(
        "CREATE TRIGGER exams_practicequestion_no_exam_only BEFORE INSERT OR UPDATE ON exams_practicequestion "
        "FOR EACH ROW EXECUTE FUNCTION exams_practicequestion_refuse_exam_only()"
    )


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("insert", "update"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS exams_practicequestion_no_{verb}_of_exam_only")
        return
    schema_editor.execute("DROP TRIGGER IF EXISTS exams_practicequestion_no_exam_only ON exams_practicequestion")
    schema_editor.execute("DROP FUNCTION IF EXISTS exams_practicequestion_refuse_exam_only()")


class Migration(migrations.Migration):
    dependencies = [("exams", "0024_practice")]

    operations = [append_only("exams_practiceanswer"), migrations.RunPython(refuse, allow)]
