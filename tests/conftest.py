"""Fixtures that every part of the suite shares."""

import ipaddress
import socket
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck, settings
from wagtail.utils import deprecation

from exams.queries import results, wordings
from tests import databases

# Whichever property comes first in a process pays for reading the constants of every loaded module: up to seconds on
# a busy machine, which says nothing about its generators.
settings.register_profile("annuan", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("annuan")


def pytest_configure(config):
    """Make an error of every call that a coming Wagtail will not answer, whichever Wagtail this is."""
    coming = {deprecation.removed_in_next_version_warning} | {
        value for name, value in vars(deprecation).items() if name.startswith("RemovedInWagtail")
    }
    for warning in coming:
        config.addinivalue_line("filterwarnings", f"error::wagtail.utils.deprecation.{warning.__name__}")


def pytest_collection_modifyitems(config, items):
    """Leave out on PostgreSQL what touches no database: the run on SQLite asked it."""
    if connection.vendor == "sqlite":
        return
    left_out = [item for item in items if not _touches_a_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if _touches_a_database(item)]


def _touches_a_database(item):
    return item.get_closest_marker("django_db") is not None or "django_db_setup" in item.fixturenames


def _is_here(family, address):
    if family not in {socket.AF_INET, socket.AF_INET6}:
        return True
    host = address[0]
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def no_network():
    """Nothing leaves this machine: the system runs where there is no internet, and so does its suite."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded(original):
        def call(self, address):
            if not _is_here(self.family, address):
                raise AssertionError(f"A connection to {address} was tried. Nothing may call out of the machine.")
            return original(self, address)

        return call

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(connect))
        patch.setattr(socket.socket, "connect_ex", guarded(connect_ex))
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_modify_db_settings):
    """Keep a migrated database; made by migrating once, copied from then on."""
    with django_db_blocker.unblock(), databases.migrated() as store:
        yield store


@pytest.fixture
def at() -> datetime:
    """An instant in the heating season, 09:00 in Beijing."""
    return datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.fixture
def user(django_user_model):
    """An account without any right."""
    return django_user_model.objects.create_user("G10001", "correct-horse-7", last_name="王", first_name="小暖")


@pytest.fixture(autouse=True)
def default_language(settings):
    """Every test begins in the language of the house: a page asked for in English leaves its language behind."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def no_wordings():
    """Every test begins without wordings in memory: the database of the one before gave its numbers to others."""
    wordings.forget()
    results.forget()


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    """Files that nobody may reach by address go to a folder of the test's own."""
    settings.PRIVATE_MEDIA_ROOT = tmp_path / "private"
    return tmp_path / "private"
