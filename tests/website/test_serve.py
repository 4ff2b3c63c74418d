"""`manage.py serve` as a person meets it: prepares, answers, refuses a taken port, and stops when told."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from django.db import connection

from config.paths import REPO_DIR
from website.management.commands import serve

pytestmark = [
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="`make run` is SQLite; the processes are the same on both"
    ),
    pytest.mark.django_db,  # only to come early: last of all, one process would migrate while the other waits
]


def wait_until_it_answers(process, url, *, seconds):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return urllib.request.urlopen(f"{url}/readyz", timeout=2)
        except OSError:
            pause(process)
    return None


def pause(process):
    """Let a fifth of a second pass, or less when the process ends."""
    try:
        process.wait(0.2)
    except subprocess.TimeoutExpired:
        return


def test_serve_answers_refuses_a_taken_port_and_stops_cleanly(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTEST_"))}
    env = clean | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
        "VAR_DIR": str(tmp_path / "var"),
        "MEDIA_DIR": str(tmp_path / "media"),
        "BROKER_URL": "filesystem://",
        "DEMO_MODE": "0",
    }
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    url = f"http://127.0.0.1:{port}"
    log = (tmp_path / "serve.log").open("w+")
    process = subprocess.Popen(command, cwd=REPO_DIR, env=env, stdout=log, stderr=subprocess.STDOUT)
    try:
        answer = wait_until_it_answers(process, url, seconds=480)  # it migrates first
        assert answer is not None, (tmp_path / "serve.log").read_text()
        assert answer.headers["Server"] == "gunicorn"
        assert urllib.request.urlopen(f"{url}/static/css/base.css", timeout=10).status == 200

        second = subprocess.run(
            command, cwd=REPO_DIR, env=env, capture_output=True, text=True, timeout=60, check=False
        )
        assert (second.returncode, second.stdout) == (1, "")
        assert re.fullmatch(rf"CommandError: Port {port} is in use\. .* make run PORT={port + 1}\n", second.stderr)
    finally:
        process.send_signal(signal.SIGINT)
        status = process.wait(60)
        log.close()

    text = (tmp_path / "serve.log").read_text()
    assert status == 0
    assert text.startswith(f"Preparing the database.\nAnnuan serves {url}/  (Ctrl-C stops it)\n")
    assert text.endswith("Stopped.\n")
    assert "arning" not in text
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"{url}/readyz", timeout=2)


@pytest.mark.parametrize(
    ("told", "address"), [("", "http://127.0.0.1:8123"), ("https://train.example.cn", "https://train.example.cn")]
)
def test_links_lead_to_the_port_unless_another_address_is_told(monkeypatch, settings, told, address):
    monkeypatch.setenv("BASE_URL", told)
    settings.WAGTAILADMIN_BASE_URL = told

    serve._name_own_address(8123)

    assert (os.environ["BASE_URL"], settings.WAGTAILADMIN_BASE_URL) == (address, address)
