"""A database that may forget an acknowledged answer is refused when a process connects."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper

from config.environment import database_from_url
from core import durability

pytestmark = pytest.mark.django_db  # connections of the tests' own are opened too


def sqlite_at(path, **options):
    entry = database_from_url(f"sqlite:///{path}")
    entry["OPTIONS"] |= options
    defaults = {"AUTOCOMMIT": True, "ATOMIC_REQUESTS": False, "CONN_HEALTH_CHECKS": False, "TIME_ZONE": None}
    return DatabaseWrapper({**defaults, **entry, "TEST": {}}, alias="probe")


class FakePostgreSQL:
    """A server that answers with the given settings."""

    vendor, alias = "postgresql", "probe-pg"

    def __init__(self, **values):
        self.values = {"synchronous_commit": "on", "fsync": "on", "full_page_writes": "on"} | values
        self.asked = 0
        self.connection = SimpleNamespace(execute=self.execute)

    def execute(self, sql, names):
        self.asked += 1
        return SimpleNamespace(fetchone=lambda: (self.values[names[0]],))

    def close(self):
        self.connection = None


def test_database_of_this_run_is_durable():
    connection.ensure_connection()

    assert durability.faults(connection) == []


def test_sqlite_file_of_our_settings_connects_and_is_durable(tmp_path):
    probe = sqlite_at(tmp_path / "a.sqlite3")
    probe.ensure_connection()

    assert durability.faults(probe) == []
    assert probe.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    probe.close()


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"}, "synchronous=1, not FULL"),
        ({"init_command": "PRAGMA synchronous=FULL;"}, "journal_mode=delete, not WAL"),
        ({"transaction_mode": None}, "do not start IMMEDIATE"),
    ],
    ids=["synchronous", "journal", "transactions"],
)
def test_forgetful_sqlite_is_refused_with_its_cure(tmp_path, options, named):
    probe = sqlite_at(tmp_path / "a.sqlite3", **options)

    with pytest.raises(ImproperlyConfigured, match=named):
        probe.ensure_connection()
    assert probe.connection is None


@pytest.mark.parametrize("name", sorted(durability.POSTGRESQL))
def test_forgetful_postgresql_is_refused_with_its_cure(name):
    with pytest.raises(ImproperlyConfigured, match=f"Set {name} = on in postgresql.conf"):
        durability.refuse_forgetful_database(connection=FakePostgreSQL(**{name: "off"}))


def test_postgresql_is_asked_once_in_a_process(monkeypatch):
    monkeypatch.setattr(durability, "_asked", set())
    server = FakePostgreSQL()

    durability.refuse_forgetful_database(connection=server)
    durability.refuse_forgetful_database(connection=server)

    assert server.asked == 3
