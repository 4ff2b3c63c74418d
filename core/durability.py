"""Whether the database keeps what it acknowledged; asked when a process connects, before the first answer is saved."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper

# What SQLite must answer to each pragma, per connection, and the words of our settings that bring it about.
SQLITE = {"journal_mode": ("wal", "WAL"), "synchronous": (2, "FULL"), "foreign_keys": (1, "ON")}
# What PostgreSQL must answer; remote_apply and remote_write are stricter or wait for a standby besides.
POSTGRESQL = {
    "synchronous_commit": {"on", "remote_apply", "remote_write"},
    "fsync": {"on"},
    "full_page_writes": {"on"},
}

_asked: set[str] = set()


def faults(connection: BaseDatabaseWrapper) -> list[str]:
    """Return one sentence with its cure for each setting under which a power cut could take saved answers.

    Asks the open connection itself, below Django, so that no statement is counted or logged.
    """
    if connection.vendor == "sqlite":
        return _sqlite_faults(connection)
    if connection.vendor == "postgresql":
        return _postgresql_faults(connection)
    return [f"{connection.vendor} is not supported. Set DATABASE_URL to sqlite:// or postgresql://."]


def _sqlite_faults(connection: Any) -> list[str]:
    found = []
    for pragma, (wanted, word) in SQLITE.items():
        value = connection.connection.execute(f"PRAGMA {pragma}").fetchone()[0]
        in_memory = pragma == "journal_mode" and value == "memory" and connection.is_in_memory_db()
        if value != wanted and not in_memory:
            found.append(
                f"SQLite runs with {pragma}={value}, not {word}. Take the database entry from DATABASE_URL, "
                "and keep the file on a local disk that this account may write."
            )
    if connection.transaction_mode != "IMMEDIATE":
        found.append("SQLite transactions do not start IMMEDIATE. Take the database entry from DATABASE_URL.")
    return found


def _postgresql_faults(connection: Any) -> list[str]:
    return [
        f"PostgreSQL runs with {name}={value}: a power cut could take saved answers. "
        f"Set {name} = on in postgresql.conf and reload the server."
        for name, allowed in POSTGRESQL.items()
        if (value := connection.connection.execute("SELECT current_setting(%s)", [name]).fetchone()[0])
        not in allowed
    ]


def refuse_forgetful_database(*, connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """Stop a process whose database may forget; connected to Django's `connection_created`.

    SQLite's settings belong to the connection and are asked each time. PostgreSQL's belong to the server, and pooled
    connections come and go with every request: asked once in a process.
    """
    if connection.vendor == "postgresql" and connection.alias in _asked:
        return
    found = faults(connection)
    if found:
        connection.close()
        raise ImproperlyConfigured(" ".join(found))
    _asked.add(connection.alias)
