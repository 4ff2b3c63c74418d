"""A real server: gunicorn as in production on loopback, stopped at the end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from config.paths import REPO_DIR

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
    database: str = ""  # of PostgreSQL, where its processor time is wanted
    prefix: list[str] = field(default_factory=list)  # a command that runs the server as its last words say
    port: int = field(default_factory=free_port)

    def __enter__(self) -> Server:
        self.log = (self.folder / f"gunicorn-{self.port}.log").open("w")
        settings = str(REPO_DIR / "gunicorn.conf.py")
        gunicorn = [sys.executable, "-m", "gunicorn", "-c", settings, self.application]
        env = self.env | {"ANNUAN_BIND": f"127.0.0.1:{self.port}", "WEB_WORKERS": "2"}
        self.process = subprocess.Popen(
            [*self.prefix, *gunicorn],
            cwd=REPO_DIR,
            env=env,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._wait()
        return self

    def start_again(self) -> None:
        """Start anew on the same port, after all of it was killed."""
        self.log.close()
        self.__enter__()

    def __exit__(self, *_error: object) -> None:
        self.process.send_signal(signal.SIGQUIT)  # at once: idle connections are not waited for
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)
        self.log.close()

    def _wait(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            if "Booting worker" in self.said() and self._answers():
                return
            time.sleep(0.05)
        raise RuntimeError(f"gunicorn did not start {self.application}:\n{self.said()[-2000:]}")

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=10) as probe:
                probe.sendall(b"GET /livez HTTP/1.0\r\nHost: " + HOST.encode() + b"\r\n\r\n")
                return probe.recv(12).startswith(b"HTTP/1.")
        except OSError:
            return False

    def workers(self) -> list[int]:
        """Return the ids of the processes that answer requests now."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in children]

    def pids(self) -> list[int]:
        """Return master and workers."""
        return [self.process.pid, *self.workers()]

    def said(self) -> str:
        """Return what the server has written to its log."""
        return Path(self.log.name).read_text(errors="replace")

    def cpu(self) -> float:
        """Return CPU seconds used so far by web processes and by PostgreSQL for this run's database."""
        return cpu_of(self.pids()) + cpu_of(backends(self.database))
