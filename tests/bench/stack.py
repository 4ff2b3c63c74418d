"""The measured system: its own PostgreSQL database and gunicorn as in production, stopped and dropped at the end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from config.paths import REPO_DIR

ADMIN_URL = os.environ.get("TEST_POSTGRESQL_ADMIN_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
HOST = "bench.example"
TICK = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """Return a port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cpu_of(pids: list[int]) -> float:
    """Return the CPU seconds that these processes, and their ended children, have used."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += sum(int(value) for value in fields[11:15])
    return total / TICK


def backends(database: str) -> list[int]:
    """Return the server processes of PostgreSQL that serve this database; others on the machine do not count."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                title = (folder / "cmdline").read_bytes().decode(errors="replace")
            except (FileNotFoundError, ProcessLookupError):
                continue
            if title.startswith("postgres:") and f" {database} " in title:
                found.append(int(folder.name))
    return found


@dataclass
class Server:
    """One gunicorn on loopback, started by this programme and ended by its own id."""

    application: str
    env: dict[str, str]
    folder: Path
    database: str
    port: int = field(default_factory=free_port)

    def __enter__(self) -> Server:
        self.log = (self.folder / f"gunicorn-{self.port}.log").open("w")
        command = [sys.executable, "-m", "gunicorn", "-c", str(REPO_DIR / "gunicorn.conf.py"), self.application]
        env = self.env | {"ANNUAN_BIND": f"127.0.0.1:{self.port}", "WEB_WORKERS": "2"}
        self.process = subprocess.Popen(
            command, cwd=REPO_DIR, env=env, stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True
        )
        self._wait()
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)
        self.log.close()

    def _wait(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            if "Booting worker" in Path(self.log.name).read_text() and self._answers():
                return
            time.sleep(0.05)
        said = Path(self.log.name).read_text()[-2000:]
        raise SystemExit(f"gunicorn did not start {self.application}:\n{said}")

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=10) as probe:
                probe.sendall(b"GET /livez HTTP/1.0\r\nHost: " + HOST.encode() + b"\r\n\r\n")
                return probe.recv(12).startswith(b"HTTP/1.")
        except OSError:
            return False

    def pids(self) -> list[int]:
        """Return master and workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *(int(pid) for pid in children)]

    def cpu(self) -> float:
        """Return CPU seconds used so far by web processes and by PostgreSQL for this run's database."""
        return cpu_of(self.pids()) + cpu_of(backends(self.database))


@dataclass
class Stack:
    """A database of this run's own and a folder for all else."""

    database: str
    url: str
    folder: Path

    @classmethod
    def make(cls) -> Stack:
        """Create both."""
        name = f"annuan_bench_{os.getpid()}"
        with psycopg.connect(ADMIN_URL, autocommit=True) as admin:
            admin.execute(f'CREATE DATABASE "{name}"')
        return cls(name, ADMIN_URL.rpartition("/")[0] + f"/{name}", Path(tempfile.mkdtemp(prefix="annuan-bench-")))

    def drop(self) -> None:
        """Drop both."""
        with psycopg.connect(ADMIN_URL, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')
        shutil.rmtree(self.folder, ignore_errors=True)

    def env(self) -> dict[str, str]:
        """Return the environment of production on this database."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTEST_"))}
        return clean | {
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "SECRET_KEY": "bench-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOP",
            "ALLOWED_HOSTS": HOST,
            "DATABASE_URL": self.url,
            "VAR_DIR": str(self.folder / "var"),
            "MEDIA_DIR": str(self.folder / "media"),
            "BROKER_URL": "filesystem://",
            "PYTHONWARNINGS": "ignore",
        }

    def one(self, sql: str) -> float:
        """Return one number of the database."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            row = connection.execute(sql).fetchone()
        return float(row[0]) if row else 0.0

    def run(self, sql: str) -> None:
        """Execute one statement."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql)
