"""Sets the site up and runs web server and worker together, until one ends or Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from website.demo.organisation import PASSWORD, accounts

GRACE_SECONDS = 20  # a running job may finish its step


class Command(BaseCommand):
    """manage.py serve --port 8000"""

    help = "Prepare the database and run the web server and the worker on this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the port."""
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Set up, start both processes, stop both when either ends."""
        _refuse_taken_port(options["port"])
        _name_own_address(options["port"])
        for folder in (settings.MEDIA_ROOT, settings.PRIVATE_MEDIA_ROOT, settings.STATIC_ROOT):
            Path(folder).mkdir(parents=True, exist_ok=True)
        database = settings.DATABASES["default"]
        if database["ENGINE"].endswith("sqlite3"):
            Path(database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        self._migrate()
        if settings.DEMO_MODE:
            call_command("load_demo", stdout=self.stdout)
            self._name_accounts()
        self.stdout.write(f"Annuan serves http://127.0.0.1:{options['port']}/  (Ctrl-C stops it)")
        self.stdout.flush()
        status = _run_together(_commands(options["port"]))
        self.stdout.write("Stopped.")
        sys.exit(status)

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database.")
            self.stdout.flush()
            call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
            call_command("createcachetable", verbosity=0)
        connection.close()  # the two processes open their own

    def _name_accounts(self) -> None:
        self.stdout.write(f"Demo accounts, all with the password {PASSWORD}:")
        for account in accounts():
            self.stdout.write(f"  {account.employee_no}  {account.label}  {account.label_en}")


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the web server does
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is in use. Stop the program that uses it, or choose another: make run PORT={port + 1}"
            ) from error


def _name_own_address(port: int) -> None:
    """Let links that are shown and printed lead to this port, unless BASE_URL says where the house is found."""
    if not os.environ.get("BASE_URL"):
        os.environ["BASE_URL"] = settings.WAGTAILADMIN_BASE_URL = f"http://127.0.0.1:{port}"


def _commands(port: int) -> list[list[str]]:
    beat_file = str(Path(settings.STATIC_ROOT).parent / "beat-schedule")
    web = [
        sys.executable,
        "-m",
        "gunicorn",
        "config.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--log-level",
        "warning",
        *(["--reload"] if settings.DEBUG else []),
    ]
    worker = [
        sys.executable,
        "-m",
        "celery",
        "--quiet",
        "--workdir",
        str(settings.SITE_DIR),
        "-A",
        "config",
        "worker",
    ]
    return [web, [*worker, "-B", "-s", beat_file, "-c", "1", "-l", "WARNING"]]


def _run_together(commands: list[list[str]]) -> int:
    """Run the commands until one ends; tell the others to end, and return 0 if all was asked for."""
    # Warnings of libraries are for the test suite; here they would stand between a person and the address.
    env = {**os.environ, "PYTHONWARNINGS": "ignore"}
    processes = [
        subprocess.Popen(command, env=env, cwd=settings.REPO_DIR, start_new_session=True)  # noqa: S603 -- fixed commands
        for command in commands
    ]
    asked: list[int] = []

    def stop(signum: int, frame: FrameType | None) -> None:
        asked.append(signum)
        for process in processes:
            if process.returncode is None:
                process.terminate()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    ended, status = os.wait()
    was_asked = bool(asked)
    for process in processes:
        if process.pid == ended:
            process.returncode = os.waitstatus_to_exitcode(status)
    stop(signal.SIGTERM, None)
    for process in processes:
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    return 0 if was_asked else max(1, abs(os.waitstatus_to_exitcode(status)))
