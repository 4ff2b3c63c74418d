"""An issued certificate never changes, and a revoked one stays revoked: the database refuses it."""

from django.db import migrations

FROZEN = [
    "credential_id", "person_id", "attempt_id", "number", "code", "awarded_at", "valid_from", "valid_to", "snapshot",
    "file", "file_sha256",
]  # fmt: skip
MESSAGE = "an issued certificate never changes: revoke it, or award a new one"


def freeze(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    differs = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}[vendor]
    changed = " OR ".join(f'NEW."{name}" {differs} OLD."{name}"' for name in FROZEN)
    wrong = f"(OLD.file <> '' AND ({changed})) OR (OLD.state = 'revoked' AND NEW.state <> 'revoked')"
    if vendor == "sqlite":
        schema_editor.execute(
            "CREATE TRIGGER certificates_certificate_frozen BEFORE UPDATE ON certificates_certificate "
            f"WHEN {wrong} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
        return
    schema_editor.execute(
        "CREATE FUNCTION certificates_certificate_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {wrong} THEN RAISE EXCEPTION '{MESSAGE}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    schema_editor.execute(
        "CREATE TRIGGER certificates_certificate_frozen BEFORE UPDATE ON certificates_certificate "
        "FOR EACH ROW EXECUTE FUNCTION certificates_certificate_refuse_change()"
    )


def thaw(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS certificates_certificate_frozen")
        return
    schema_editor.execute("DROP TRIGGER IF EXISTS certificates_certificate_frozen ON certificates_certificate")
    schema_editor.execute("DROP FUNCTION IF EXISTS certificates_certificate_refuse_change()")


class Migration(migrations.Migration):
    dependencies = [("certificates", "0003_proposals_and_batches")]

    operations = [migrations.RunPython(freeze, thaw)]
