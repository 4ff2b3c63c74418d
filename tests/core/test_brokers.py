"""A real worker on each broker: what was asked is done, and what a killed worker left is done by the next."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from kombu import Connection, Exchange, Queue

from config.paths import REPO_DIR, SITE_DIR

pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the broker does not know the database"),
    pytest.mark.django_db,  # for the copy that `migrated` takes; the processes have files of their own
]

BROKERS = {
    "filesystem": "filesystem://",
    "redis": "redis://127.0.0.1:6379/15",
    "rabbitmq": "amqp://127.0.0.1:5672//",
}
PORTS = {"redis": 6379, "rabbitmq": 5672}
PATIENCE_SECONDS = 90
ENQUEUE = """
import django; django.setup()
from django.db import transaction
from core import clock, jobs
with transaction.atomic():
    jobs.enqueue_on_commit("tests.echo", at=clock.now(), key="echo", word="暖")
    jobs.enqueue_on_commit("tests.stuck_once", at=clock.now(), key="stuck", folder={folder!r})
"""
SWEEP = "import django; django.setup(); from core.tasks import sweep_jobs; sweep_jobs.delay()"


@dataclass(frozen=True)
class Installation:
    """One database file, one broker, and processes that know both."""

    folder: Path
    env: dict[str, str]

    def run(self, code: str) -> None:
        subprocess.run(
            [sys.executable, "-c", code], cwd=SITE_DIR, env=self.env, check=True, timeout=PATIENCE_SECONDS
        )

    def rows(self, sql: str) -> list[tuple]:
        with contextlib.closing(sqlite3.connect(self.folder / "site.sqlite3", timeout=20)) as database, database:
            return database.execute(sql).fetchall()

    def state(self, key: str) -> str:
        return self.rows(f"SELECT state FROM core_job WHERE key = '{key}'")[0][0]  # noqa: S608 -- a word of this file

    @contextlib.contextmanager
    def worker(self):
        command = [sys.executable, "-m", "celery", "--quiet", "--workdir", str(SITE_DIR), "-A", "config", "worker"]
        command += ["-c", "1", "-l", "WARNING", "--include", "tests.core.worker_jobs"]
        with (self.folder / "worker.log").open("a") as log:
            process = subprocess.Popen(
                command, cwd=REPO_DIR, env=self.env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
            try:
                yield process
            finally:
                kill_with_children(process)

    def wait_for(self, process: subprocess.Popen, is_so) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not is_so():
            assert process.poll() is None, (self.folder / "worker.log").read_text()
            assert time.monotonic() < deadline, (self.folder / "worker.log").read_text()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.05)


def kill_with_children(process: subprocess.Popen) -> None:
    """Pull the plug: no warning, no tidying up."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(30)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory, django_db_setup, django_db_blocker):
    """The suite's own database, migrated and empty, as a file to copy."""
    path = tmp_path_factory.mktemp("migrated") / "site.sqlite3"
    with django_db_blocker.unblock(), contextlib.closing(sqlite3.connect(path)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    return path.read_bytes()


def environment(folder, *, broker, queue):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTEST_"))}
    return clean | {
        "DJANGO_SETTINGS_MODULE": "config.settings.development",
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "VAR_DIR": str(folder / "var"),
        "MEDIA_DIR": str(folder / "media"),
        "BROKER_URL": broker,
        "BROKER_QUEUE": queue,
        "PYTHONPATH": os.pathsep.join([str(REPO_DIR), str(SITE_DIR)]),
        "PYTHONWARNINGS": "ignore",
    }


@pytest.fixture(params=BROKERS)
def installation(request, migrated, tmp_path):
    """An installation whose queue nobody else listens to, taken away afterwards."""
    if request.param in PORTS:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", PORTS[request.param])):
                tell = pytest.fail if os.environ.get("CI") else pytest.skip
                tell(f"{request.param} does not answer on 127.0.0.1:{PORTS[request.param]}. Run: make machine")
    (tmp_path / "site.sqlite3").write_bytes(migrated)
    queue, url = f"annuan-test-{uuid4().hex[:12]}", BROKERS[request.param]
    yield Installation(tmp_path, environment(tmp_path, broker=url, queue=queue))
    if request.param in PORTS:
        with Connection(url) as broker, broker.channel() as channel:
            Queue(queue, channel=channel).delete()
            if request.param == "rabbitmq":
                Exchange(queue, channel=channel).delete()


def test_job_is_done_and_a_killed_worker_loses_none(installation):
    installation.run(ENQUEUE.format(folder=str(installation.folder)))
    pipe = installation.folder / "pipe"

    with installation.worker() as first:
        installation.wait_for(first, lambda: installation.state("echo") == "done" and pipe.exists())
        kill_with_children(first)
    done = installation.rows("SELECT result FROM core_job WHERE key = 'echo'")
    assert json.loads(done[0][0]) == {"word": "暖"}
    assert installation.state("stuck") == "running"

    # The lease runs out, as it does half an hour later.
    installation.rows("UPDATE core_job SET lease_until = '2020-01-01 00:00:00' WHERE key = 'stuck'")
    installation.run(SWEEP)
    with installation.worker() as second:
        installation.wait_for(second, lambda: installation.state("stuck") == "done")
    assert installation.rows("SELECT attempts FROM core_job ORDER BY key") == [(1,), (2,)]
