"""Makes tables append-only in the database itself, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps

VENDORS = ("sqlite", "postgresql")
MESSAGE = "rows of {table} are append-only: write a new row that corrects the old"


def _statements(vendor: str, table: str) -> list[str]:
    message = MESSAGE.format(table=table)
    if vendor == "sqlite":
        return [
            f'CREATE TRIGGER "{table}_no_{verb}" BEFORE {verb.upper()} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            for verb in ("update", "delete")
        ]
    if vendor == "postgresql":
        function = f"{table}_refuse_change"
        return [
            f'CREATE FUNCTION "{function}"() RETURNS trigger LANGUAGE plpgsql AS '
            f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
            f'CREATE TRIGGER "{table}_no_change" BEFORE UPDATE OR DELETE ON "{table}" '
            f'FOR EACH ROW EXECUTE FUNCTION "{function}"()',
        ]
    raise NotImplementedError(f"No append-only trigger is written for {vendor}.")


def _undo_statements(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [f'DROP TRIGGER IF EXISTS "{table}_no_{verb}"' for verb in ("update", "delete")]
    return [
        f'DROP TRIGGER IF EXISTS "{table}_no_change" ON "{table}"',
        f'DROP FUNCTION IF EXISTS "{table}_refuse_change"()',
    ]


Build = Callable[[str, str], list[str]]


def _run(
    build: Build, tables: tuple[str, ...], vendors: tuple[str, ...]
) -> Callable[[StateApps, BaseDatabaseSchemaEditor], None]:
    def apply(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor not in vendors:
            return
        for table in tables:
            for statement in build(schema_editor.connection.vendor, table):
                schema_editor.execute(statement)

    return apply


def append_only(*tables: str) -> RunPython:
    """Return the migration operation that lets rows of `tables` be inserted but never changed or deleted."""
    return RunPython(_run(_statements, tables, VENDORS), _run(_undo_statements, tables, VENDORS))


def append_only_again(*tables: str) -> RunPython:
    """Return the operation that follows a change of append-only tables: SQLite rebuilds those and forgets the rule."""
    return RunPython(_run(_statements, tables, VENDORS[:1]), _run(_undo_statements, tables, VENDORS[:1]))


KEPT = "rows of {table} are kept: only what is not settled yet may be settled, once"


def _settled_statements(vendor: str, table: str, column: str, frozen: Sequence[str]) -> list[str]:
    message = KEPT.format(table=table)
    if vendor == "sqlite":
        changed = "".join(f' OR NEW."{name}" IS NOT OLD."{name}"' for name in frozen)
        return [
            f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" '
            f"WHEN OLD.\"{column}\" IS NOT NULL{changed} BEGIN SELECT RAISE(ABORT, '{message}'); END",
            f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
        ]
    if vendor == "postgresql":
        changed = "".join(f' OR NEW."{name}" IS DISTINCT FROM OLD."{name}"' for name in frozen)
        return [
            f'CREATE FUNCTION "{table}_refuse_change"() RETURNS trigger LANGUAGE plpgsql AS '
            f"$$ BEGIN IF TG_OP = 'DELETE' OR OLD.\"{column}\" IS NOT NULL{changed} THEN "
            f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
            f'CREATE TRIGGER "{table}_no_change" BEFORE UPDATE OR DELETE ON "{table}" '
            f'FOR EACH ROW EXECUTE FUNCTION "{table}_refuse_change"()',
        ]
    raise NotImplementedError(f"No trigger that lets a row be settled once is written for {vendor}.")


def settled_once(table: str, *, column: str, frozen: Sequence[str]) -> RunPython:
    """Return the migration operation that lets a row be changed only while `column` is null, and never deleted.

    The columns in `frozen` never change, from the insert on.
    """

    def build(vendor: str, name: str) -> list[str]:
        return _settled_statements(vendor, name, column, frozen)

    return RunPython(_run(build, (table,), VENDORS), _run(_undo_statements, (table,), VENDORS))


FROZEN = "what a row of {table} began with never changes"


def frozen(table: str, *columns: str, name: str = "") -> RunPython:
    """Return the migration operation that keeps these columns of a row as they were inserted; others may change.

    A second rule for a table has a `name` of its own.
    """
    rule = name or f"{table}_frozen"

    def build(vendor: str, table: str) -> list[str]:
        message = FROZEN.format(table=table)
        if vendor == "sqlite":
            changed = " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in columns)
            return [
                f'CREATE TRIGGER "{rule}" BEFORE UPDATE ON "{table}" WHEN {changed} '
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            ]
        changed = " OR ".join(f'NEW."{column}" IS DISTINCT FROM OLD."{column}"' for column in columns)
        return [
            *_refusal(rule, message),
            f'CREATE TRIGGER "{rule}" BEFORE UPDATE ON "{table}" '
            f'FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION "{rule}"()',
        ]

    return RunPython(_run(build, (table,), VENDORS), _run(_drop(rule), (table,), VENDORS))


def refused(
    table: str,
    *,
    name: str,
    when: str,
    message: str,
    vendors: tuple[str, ...] = VENDORS,
    verbs: tuple[str, ...] = ("insert", "update"),
) -> RunPython:
    """Return the migration operation that refuses rows of which `when`, an expression over NEW, is true.

    With `verbs` of update alone the expression may be over OLD too. With `vendors` of SQLite alone it follows a change
    of the table, which makes SQLite forget the rule.
    """

    def build(vendor: str, table: str) -> list[str]:
        if vendor == "sqlite":
            return [
                f'CREATE TRIGGER "{name}_{verb}" BEFORE {verb.upper()} ON "{table}" WHEN {when} '
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
                for verb in verbs
            ]
        return [
            f'CREATE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {when} THEN '
            f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
            f'CREATE TRIGGER "{name}" BEFORE {" OR ".join(verbs).upper()} ON "{table}" '
            f'FOR EACH ROW EXECUTE FUNCTION "{name}"()',
        ]

    return RunPython(_run(build, (table,), vendors), _run(_drop(name), (table,), vendors))


def _refusal(function: str, message: str) -> list[str]:
    return [
        f'CREATE FUNCTION "{function}"() RETURNS trigger LANGUAGE plpgsql AS '
        f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    ]


def _drop(name: str) -> Build:
    def build(vendor: str, table: str) -> list[str]:
        if vendor == "sqlite":
            return [f'DROP TRIGGER IF EXISTS "{name}{end}"' for end in ("", "_insert", "_update")]
        return [f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"', f'DROP FUNCTION IF EXISTS "{name}"()']

    return build
