"""Migrates a test database once for each set of migrations; every further run copies it, which takes a second.

`make databases` makes those of both databases beforehand.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

import django
import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, setup_test_environment, teardown_databases

from config.paths import REPO_DIR

FOLDER = REPO_DIR / "var" / "test-databases"


def fingerprint() -> str:
    """Return what the migrated database depends on: every migration, and the versions that apply them."""
    digest = hashlib.sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    for app in apps.get_app_configs():
        for path in sorted((Path(app.path) / "migrations").glob("*.py")):
            digest.update(path.read_bytes())
    digest.update((REPO_DIR / "core" / "append_only.py").read_bytes())  # migrations call it
    return digest.hexdigest()[:12]


@contextlib.contextmanager
def migrated():
    """Keep a migrated database for the time of the suite, copied where one was made before; gives its store."""
    store = _Sqlite() if connection.vendor == "sqlite" else _PostgreSQL()
    name = connection.settings_dict["NAME"]
    if store.copy():
        yield store
        connection.creation.destroy_test_db(name, verbosity=0)
        return
    made = setup_databases(verbosity=0, interactive=False)
    store.keep()
    yield store
    teardown_databases(made, verbosity=0)


def use(name: str) -> None:
    """Let the suite use another database of the same server; on SQLite a file or memory."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    settings.DATABASES[connection.alias]["NAME"] = name
    connection.settings_dict["NAME"] = name


def kept_sqlite() -> Path:
    """Return where the migrated database of SQLite lies, once a run has made it."""
    return FOLDER / f"{fingerprint()}.sqlite3"


class _Sqlite:
    """One file for each fingerprint, copied into memory."""

    def __init__(self) -> None:
        self.path = kept_sqlite()

    def copy(self) -> bool:
        """Fill a test database from the file; False when there is none."""
        if not self.path.is_file():
            return False
        use(connection.creation._get_test_db_name())
        connection.ensure_connection()
        with contextlib.closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as kept:
            kept.backup(connection.connection)
        return True

    def another(self, folder: Path) -> str:
        """Make one more migrated database, in this folder; return its URL."""
        path = folder / "site.sqlite3"
        path.write_bytes(self.path.read_bytes())
        return f"sqlite:///{path}"

    def keep(self) -> None:
        """Write the file for the next run, and drop those of other fingerprints."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        part = FOLDER / f"{self.path.stem}.{os.getpid()}.part"
        connection.ensure_connection()
        with contextlib.closing(sqlite3.connect(part)) as kept:
            connection.connection.backup(kept)
        part.replace(self.path)  # never gone for a moment: another worker may be copying it
        for old in FOLDER.glob("*.sqlite3"):
            if old != self.path:
                old.unlink(missing_ok=True)


class _PostgreSQL:
    """One template for each fingerprint, named after the database of the suite."""

    def __init__(self) -> None:
        base = connection.settings_dict["NAME"].partition("_gw")[0]
        self.family = f"{base}_migrated_"
        self.template = f"{self.family}{fingerprint()}"

    def _admin(self) -> psycopg.Connection:
        parts = connection.settings_dict
        return psycopg.connect(
            host=parts["HOST"] or None,
            port=parts["PORT"] or None,
            user=parts["USER"] or None,
            password=parts["PASSWORD"] or None,
            dbname="postgres",
            autocommit=True,
        )

    def copy(self) -> bool:
        """Make the test database from the template; False when there is none."""
        name = connection.creation._get_test_db_name()
        with self._admin() as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            try:
                admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{self.template}"')
            except psycopg.errors.InvalidCatalogName:
                return False
        use(name)
        return True

    def another(self, folder: Path) -> str:
        """Make one more migrated database, named after this process of the suite and the folder; return its URL.

        One of this name is what a run that was stopped left behind.
        """
        parts = connection.settings_dict
        name = f"{parts['NAME']}_{folder.name}"
        with self._admin() as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{self.template}"')
        user = ":".join(quote(part) for part in (parts["USER"], parts["PASSWORD"]) if part)
        return f"postgresql://{user}@{parts['HOST']}:{parts['PORT'] or 5432}/{name}"

    def keep(self) -> None:
        """Make the template for the next run, and drop those of other fingerprints."""
        name = connection.settings_dict["NAME"]
        connection.close()
        connection.close_pool()
        with self._admin() as admin:
            rows = admin.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.family])
            for (old,) in rows.fetchall():
                if old != self.template:
                    admin.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
            # Two workers make it at the same moment: the second hears one or the other.
            with contextlib.suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                admin.execute(f'CREATE DATABASE "{self.template}" TEMPLATE "{name}"')


def main() -> None:
    """Make the migrated database unless it is there."""
    django.setup()
    setup_test_environment()
    with migrated():
        pass


if __name__ == "__main__":
    main()
