"""How much one statement may carry."""

from __future__ import annotations

import sqlite3

from django.db.backends.base.base import BaseDatabaseWrapper


def allow_large_statements(*, connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """Let a batch take what the SQLite at hand takes, not the 999 values of old ones that Django reckons with.

    A whole paper is then stored in one statement. Connected to Django's `connection_created`.
    """
    if connection.vendor == "sqlite":
        most = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        connection.features.max_query_params = min(most, 30_000)
