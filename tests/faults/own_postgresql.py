"""A PostgreSQL of a drill's own, on its own port and folder: it may be killed and frozen, by its process ids."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.stack.server import free_port

# The log is written out by commits alone, so that a commit which does not wait for it is seen to be lost.
OPTIONS = ["shared_buffers=32MB", "max_connections=40", "wal_writer_delay=10s", "wal_writer_flush_after=1GB"]
START_SECONDS = 60


def programmes() -> Path | None:
    """Return the folder of the newest PostgreSQL on this machine; None where there is none."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    if not found and on_path:
        return Path(on_path).resolve().parent
    return max(found, key=lambda path: int(path.parent.name), default=None)


def _children(pid: int) -> list[int]:
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


@dataclass
class OwnPostgreSQL:
    """One cluster in a folder of its own."""

    folder: Path
    programmes: Path
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        """Return the address of its database."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    @property
    def _account(self) -> dict[str, str]:
        return {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}

    def make(self) -> None:
        """Write an empty cluster."""
        if self._account:
            shutil.chown(self.folder, **self._account)
        command = [self.programmes / "initdb", "-D", self.folder / "data", "-A", "trust", "-U", "postgres"]
        command += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder, timeout=120, **self._account)

    def start(self) -> None:
        """Start it, also after it was killed, and wait until it takes connections."""
        options = [word for option in OPTIONS for word in ("-c", option)]
        command = [self.programmes / "postgres", "-D", self.folder / "data", "-p", str(self.port)]
        command += ["-c", "listen_addresses=127.0.0.1", "-k", self.folder, *options]
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                command, cwd=self.folder, stdout=log, stderr=subprocess.STDOUT, **self._account
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(psycopg.OperationalError), psycopg.connect(self.url, connect_timeout=5):
                return
            time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()[-2000:]}")

    def _all(self) -> list[int]:
        return [self.process.pid, *_children(self.process.pid)]

    def _signal(self, number: int) -> list[int]:
        reached = self._all()
        for pid in reached:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        return reached

    def kill(self) -> None:
        """Kill all its processes at once, and see them gone."""
        dead = self._signal(signal.SIGKILL)
        self.process.wait(20)
        deadline = time.monotonic() + 20
        while any(Path(f"/proc/{pid}/cmdline").exists() and _is_alive(pid) for pid in dead[1:]):
            assert time.monotonic() < deadline, "a process of the killed PostgreSQL lives on"
            time.sleep(0.01)

    def freeze(self) -> None:
        """Let all its processes stand still."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let them go on."""
        self._signal(signal.SIGCONT)

    def end(self) -> None:
        """Stop it for good."""
        if self.process.poll() is None:
            self.thaw()
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


def _is_alive(pid: int) -> bool:
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


@contextlib.contextmanager
def own_postgresql(programmes: Path, source: str) -> Iterator[OwnPostgreSQL]:
    """Start a cluster that holds what the database at the address `source` holds, and stop it at the end."""
    folder = Path(tempfile.mkdtemp(prefix="annuan-own-postgresql-"))
    own = OwnPostgreSQL(folder, programmes)
    try:
        own.make()
        own.start()
        try:
            copy = subprocess.run(
                [programmes / "pg_dump", "--no-owner", source], check=True, capture_output=True, timeout=120
            )
            into = [programmes / "psql", "-q", "-v", "ON_ERROR_STOP=1", own.url]
            subprocess.run(into, input=copy.stdout, check=True, capture_output=True, timeout=120)
            yield own
        finally:
            own.end()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
