"""Loads the demo data once for each state of the project; every further site copies it.

`make demo` does so beforehand.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import django

from config.paths import REPO_DIR
from core import clock
from tests import databases

KEPT = databases.FOLDER / "demo"
MADE_OF = ("core", "people", "library", "courses", "exams", "certificates", "compliance", "site")
# The files of three hundred certificates take the worker minutes, and no story asks for any but those of the accounts.
LOAD = """
from django.core.management import call_command
from django.db import connection
from certificates.models import Certificate
from core.models import Job
if not connection.introspection.table_names():
    call_command("migrate", interactive=False, verbosity=0)
call_command("createcachetable", verbosity=0)
call_command("load_demo")
unseen = Certificate.objects.filter(state="pending", person__user=None).values_list("pk", flat=True)
Job.objects.filter(state="queued", key__in=[f"certificates.make_file:{pk}" for pk in unseen]).delete()
"""


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of a demo site whose data lie in this folder."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTEST_"))}
    return clean | {
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "VAR_DIR": str(folder / "var"),
        "MEDIA_DIR": str(folder / "media"),
        "DEMO_MODE": "1",
    }


def put(folder: Path) -> None:
    """Put database and media of a demo site into a folder; whoever comes first loads them, and the others wait."""
    databases.FOLDER.mkdir(parents=True, exist_ok=True)
    with Path(f"{KEPT}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _keep()
    shutil.copytree(KEPT, folder, dirs_exist_ok=True)


def _keep() -> None:
    mark, now = KEPT / "made-of", _made_of()
    if mark.is_file() and mark.read_text() == now:
        return
    shutil.rmtree(KEPT, ignore_errors=True)
    KEPT.mkdir()
    if (migrated := databases.kept_sqlite()).is_file():
        shutil.copy(migrated, KEPT / "site.sqlite3")
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", LOAD]
    subprocess.run(command, cwd=REPO_DIR, env=environment(KEPT), check=True, stdout=subprocess.DEVNULL)
    mark.write_text(now)


def _made_of() -> str:
    """Return what the demo data depend on: the whole project, and the day on which they tell of the past."""
    digest = hashlib.sha256(f"{clock.local_day(clock.now())} {databases.fingerprint()}".encode())
    for root in MADE_OF:
        for path in sorted((REPO_DIR / root).rglob("*")):
            if path.suffix in {".py", ".toml", ".svg", ".png", ".html"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    django.setup()
    with tempfile.TemporaryDirectory() as unused:
        put(Path(unused))
