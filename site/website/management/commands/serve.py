"""Sets the site up and runs web server and worker together, until one ends or Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, call_command

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
        for folder in (settings.MEDIA_ROOT, settings.PRIVATE_MEDIA_ROOT):
            Path(folder).mkdir(parents=True, exist_ok=True)
        database = settings.DATABASES["default"]
        if database["ENGINE"].endswith("sqlite3"):
            Path(database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if settings.DEMO_MODE:
            call_command("load_demo")
            self._name_accounts()
        self.stdout.write(f"Annuan serves http://127.0.0.1:{options['port']}/  (Ctrl-C stops it)")
        sys.exit(_run_together(_commands(options["port"])))

    def _name_accounts(self) -> None:
        self.stdout.write(f"Demo accounts, all with the password {PASSWORD}:")
        for account in accounts():
            self.stdout.write(f"  {account.employee_no}  {account.label}  {account.label_en}")


def _commands(port: int) -> list[list[str]]:
    beat_file = str(Path(settings.STATIC_ROOT).parent / "beat-schedule")
    web = [sys.executable, str(settings.REPO_DIR / "manage.py"), "runserver", f"127.0.0.1:{port}", "--noreload"]
    worker = [sys.executable, "-m", "celery", "--workdir", str(settings.SITE_DIR), "-A", "config", "worker", "-B"]
    return [web, [*worker, "-s", beat_file, "-c", "1", "-l", "WARNING"]]


def _run_together(commands: list[list[str]]) -> int:
    processes = [subprocess.Popen(command, env=os.environ, start_new_session=True) for command in commands]  # noqa: S603 -- fixed commands

    def stop(signum: int, frame: FrameType | None) -> None:
        for process in processes:
            if process.poll() is None:
                process.terminate()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    os.waitpid(-1, os.WNOHANG)
    ended, status = os.wait()
    stop(signal.SIGTERM, None)
    for process in processes:
        if process.pid != ended:
            try:
                process.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
    return os.waitstatus_to_exitcode(status) if status else 0
