"""Papers and decisions are proof; of a keying only the taking back may be written, once."""

from django.db import migrations

from core.append_only import append_only

FROZEN = ["paper_id", "turn", "keyed_by_id", "keyed_at", "entries"]
MESSAGE = "rows of exams_keying are kept: take the keying back and key anew"


def keep(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        changed = " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in FROZEN)
        schema_editor.execute(
            "CREATE TRIGGER exams_keying_no_update BEFORE UPDATE ON exams_keying "
            f"WHEN OLD.taken_back_at IS NOT NULL OR {changed} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
        schema_editor.execute(
            "CREATE TRIGGER exams_keying_no_delete BEFORE DELETE ON exams_keying "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
        return
    changed = " OR ".join(f'NEW."{name}" IS DISTINCT FROM OLD."{name}"' for name in FROZEN)
    schema_editor.execute(
        "CREATE FUNCTION exams_keying_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF TG_OP = 'DELETE' OR OLD.taken_back_at IS NOT NULL OR {changed} THEN "
        f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    schema_editor.execute(
        "CREATE TRIGGER exams_keying_no_change BEFORE UPDATE OR DELETE ON exams_keying "
        "FOR EACH ROW EXECUTE FUNCTION exams_keying_refuse_change()"
    )


def release(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS exams_keying_no_update")
        schema_editor.execute("DROP TRIGGER IF EXISTS exams_keying_no_delete")
        return
    schema_editor.execute("DROP TRIGGER IF EXISTS exams_keying_no_change ON exams_keying")
    schema_editor.execute("DROP FUNCTION IF EXISTS exams_keying_refuse_change()")


class Migration(migrations.Migration):
    dependencies = [("exams", "0004_papers_keyed_by_two_persons")]

    operations = [append_only("exams_paper", "exams_paperdecision"), migrations.RunPython(keep, release)]
