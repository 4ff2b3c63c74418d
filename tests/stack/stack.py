"""A system of its own: a database, a folder, and the environment of production that names both."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.stack.server import HOST

ADMIN_URL = os.environ.get("TEST_POSTGRESQL_ADMIN_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


@dataclass
class Stack:
    """A database of this run's own and a folder for all else."""

    url: str
    folder: Path

    @classmethod
    def make(cls) -> Stack:
        """Create both, the database empty and on PostgreSQL."""
        name = f"annuan_bench_{os.getpid()}"
        with psycopg.connect(ADMIN_URL, autocommit=True) as admin:
            admin.execute(f'CREATE DATABASE "{name}"')
        return cls(ADMIN_URL.rpartition("/")[0] + f"/{name}", Path(tempfile.mkdtemp(prefix="annuan-bench-")))

    @property
    def database(self) -> str:
        """Return the name of the database on PostgreSQL; of a file, its path."""
        return self.url.removeprefix("sqlite:///") if self.is_file else self.url.rpartition("/")[2]

    @property
    def is_file(self) -> bool:
        """Tell whether the database is SQLite's."""
        return self.url.startswith("sqlite:")

    def drop(self) -> None:
        """Drop both."""
        if not self.is_file:
            with psycopg.connect(ADMIN_URL, autocommit=True) as admin:
                admin.execute(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')
        shutil.rmtree(self.folder, ignore_errors=True)

    def env(self) -> dict[str, str]:
        """Return the environment of production on this database."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTEST_"))}
        return clean | {
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "SECRET_KEY": "stack-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOP",
            "ALLOWED_HOSTS": HOST,
            "BASE_URL": f"https://{HOST}",
            "CERTIFICATE_ISSUER": "示例热力集团",
            "DATABASE_URL": self.url,
            "VAR_DIR": str(self.folder / "var"),
            "MEDIA_DIR": str(self.folder / "media"),
            "BROKER_URL": "filesystem://",
            "PYTHONWARNINGS": "ignore",
        }

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return what a query finds, past Django."""
        if self.is_file:
            with contextlib.closing(sqlite3.connect(self.database, timeout=20)) as connection:
                return connection.execute(sql).fetchall()
        with psycopg.connect(self.url, autocommit=True) as connection:
            return connection.execute(sql).fetchall()

    def one(self, sql: str) -> float:
        """Return one number of the database."""
        found = self.rows(sql)
        return float(found[0][0]) if found else 0.0

    def run(self, sql: str) -> None:
        """Execute one statement; of PostgreSQL only."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql)
