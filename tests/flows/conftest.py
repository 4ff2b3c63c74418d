"""A running site as `make run` starts it: web server, worker and demo data, with a database of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.paths import REPO_DIR

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE_MS = 20_000  # of everything that a story waits for, unless it says more
START_SECONDS = 480  # the first start migrates and writes the demo; a busy machine takes its time


@dataclass(frozen=True)
class RunningSite:
    """Where the site answers, and its database file for what a test must know that no screen tells."""

    url: str
    database: Path
    env: dict[str, str]

    def rows(self, sql: str, *values: object) -> list[tuple]:
        """Return rows of the site's database."""
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as connection:
            return connection.execute(sql, values).fetchall()

    def prepare(self, code: str) -> str:
        """Run code inside the site, for what a story takes for granted; return what it prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "-v", "0", "-c", code],
            cwd=REPO_DIR, env=self.env, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout.strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def running_site(tmp_path_factory):
    """Start `manage.py serve` once for all stories, and stop it by its own id."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: apt-get install chromium")
        pytest.skip("Chromium is missing: apt-get install chromium")
    folder = tmp_path_factory.mktemp("site")
    port = _free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTEST_"))}
    database = folder / "site.sqlite3"
    env = clean | {
        "DATABASE_URL": f"sqlite:///{database}",
        "VAR_DIR": str(folder / "var"),
        "MEDIA_DIR": str(folder / "media"),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "DEMO_MODE": "1",
    }
    log = (folder / "serve.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)],
        cwd=REPO_DIR, env=env, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(process, url, folder / "serve.log")
        yield RunningSite(url, database, env)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        log.close()


def _wait_until_ready(process: subprocess.Popen, url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):
                return
        except OSError:
            process_wait = min(1.0, deadline - time.monotonic())
            try:
                process.wait(process_wait)
            except subprocess.TimeoutExpired:
                continue
    pytest.fail(f"The site did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def browser(running_site):
    """Headless Chromium from Debian; nothing is downloaded."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def paper(running_site, request):
    """An exam of its own for each story, with its sitting."""
    from tests.flows.holding import CANDIDATE, EXAM, PROCTOR

    n = request.node.name.removeprefix("test_")[:12]
    return running_site.prepare(EXAM.format(n=n, proctor=PROCTOR, candidate=CANDIDATE)).split()


@pytest.fixture
def candidate(running_site, browser, paper):
    """The candidate with the paper open on a phone."""
    from tests.flows.holding import begun

    somebody = begun(running_site, browser, paper)
    yield somebody
    somebody.leave()
