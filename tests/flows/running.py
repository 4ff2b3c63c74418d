"""A running site with a database of its own, and a process inside it for what stories take for granted."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.paths import REPO_DIR
from tests import demo

START_SECONDS = 480  # a busy machine takes its time
# Runs what it reads, and tells what that printed.
LOOP = """
import contextlib, io, json, sys, traceback
for line in sys.stdin:
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            exec(json.loads(line), {})
        told = {"out": out.getvalue()}
    except Exception:
        told = {"error": traceback.format_exc()}
    print(json.dumps(told), flush=True)
"""


class Inside:
    """A process of the site that stays: starting one takes seconds."""

    def __init__(self, env: dict[str, str], log: Path) -> None:
        self._log = log.open("w")
        self._process = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "-v", "0", "-c", LOOP],
            cwd=REPO_DIR, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True,
        )  # fmt: skip

    def run(self, code: str) -> str:
        """Run code and return what it prints; fail with what went wrong in it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(code) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        told = json.loads(line) if line else {"error": Path(self._log.name).read_text()}
        assert "error" not in told, told["error"]
        return told["out"].strip()

    def end(self) -> None:
        """Let it read the end of its input, and end."""
        self._process.communicate(timeout=60)
        self._log.close()


@dataclass(frozen=True)
class RunningSite:
    """Where the site answers, and its database file for what a test must know that no screen tells."""

    url: str
    database: Path
    inside: Inside

    def rows(self, sql: str, *values: object) -> list[tuple]:
        """Return rows of the site's database."""
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as connection:
            return connection.execute(sql, values).fetchall()

    def prepare(self, code: str) -> str:
        """Run code inside the site, for what a story takes for granted; return what it prints."""
        return self.inside.run(code)


@contextlib.contextmanager
def running(folder: Path) -> Iterator[RunningSite]:
    """Run `manage.py serve` on the demo data, and stop it by its own id."""
    demo.put(folder)
    port = _free_port()
    url, database = f"http://127.0.0.1:{port}", folder / "site.sqlite3"
    env = demo.environment(folder) | {"BASE_URL": url}
    inside = Inside(env, folder / "inside.log")
    log = (folder / "serve.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)],
        cwd=REPO_DIR, env=env, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        _wait_until_ready(process, url, folder / "serve.log")
        yield RunningSite(url, database, inside)
    finally:
        process.send_signal(signal.SIGTERM)
        inside.end()
        process.wait(60)
        log.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_ready(process: subprocess.Popen, url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):
                return
        except OSError:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.2)
    pytest.fail(f"The site did not start:\n{log.read_text()[-3000:]}")
