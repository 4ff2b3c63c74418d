"""An approved wording never changes: the database refuses everything but its retirement."""

from django.db import migrations

FROZEN = ["item_id", "number", "item_type", "level", "is_critical", "points", "stem", "body", "key", "explanation"]
MESSAGE = "an approved item version never changes: write a new version"


def freeze(apps, schema_editor):
    changed = {
        "sqlite": " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in FROZEN),
        "postgresql": " OR ".join(f'NEW."{name}" IS DISTINCT FROM OLD."{name}"' for name in FROZEN),
    }[schema_editor.connection.vendor]
    back = "NEW.status NOT IN ('approved', 'retired')"
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            "CREATE TRIGGER exams_itemversion_frozen BEFORE UPDATE ON exams_itemversion "
            f"WHEN OLD.status IN ('approved', 'retired') AND ({changed} OR {back}) "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
        return
    schema_editor.execute(
        "CREATE FUNCTION exams_itemversion_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF OLD.status IN ('approved', 'retired') AND ({changed} OR {back}) THEN "
        f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    schema_editor.execute(
        "CREATE TRIGGER exams_itemversion_frozen BEFORE UPDATE ON exams_itemversion "
        "FOR EACH ROW EXECUTE FUNCTION exams_itemversion_refuse_change()"
    )


def thaw(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS exams_itemversion_frozen")
        return
    schema_editor.execute("DROP TRIGGER IF EXISTS exams_itemversion_frozen ON exams_itemversion")
    schema_editor.execute("DROP FUNCTION IF EXISTS exams_itemversion_refuse_change()")


class Migration(migrations.Migration):
    dependencies = [("exams", "0002_records_append_only")]

    operations = [migrations.RunPython(freeze, thaw)]
