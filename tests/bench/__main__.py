"""make bench: measure the running system beside floors of the same run. ONLY=journey,steps runs some.

Bounded in time: a run ends after ten minutes, and what it has no time left for is told as left out. ONLY= runs what
is named, in its own time; `export.million`, `import.roster` of 100,000 rows and `coverage.growth` up to 300,000 people
run only so, a run of all measures the same at a tenth of the size. Talks to loopback only; ends what it started and
drops its database.
"""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from types import FrameType

from config.paths import REPO_DIR
from tests.stack.server import Server
from tests.stack.stack import Stack

LIMIT_SECONDS = 600
MODULES = (
    "exams",
    "parts",
    "standing",
    "growth",
    "pages",
    "sheets",
    "phone",
)  # they register their measures, in this order
SIZES = (10, 50, 200)


def main() -> int:
    """Run all measures or those of ONLY."""
    begun = time.monotonic()
    signal.signal(signal.SIGTERM, _end)
    stack = Stack.make()
    try:
        env = stack.env()
        os.environ.update(env)
        for command in (["migrate", "-v0"], ["createcachetable", "-v0"], ["collectstatic", "--no-input", "-v0"]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=REPO_DIR, env=env, check=True)
        return _measure(stack, env, begun)
    finally:
        signal.alarm(0)
        stack.drop()


def _end(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit("ended from outside")  # what was started is ended, and the database dropped


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError("the ten minutes are over")


def _measure(stack: Stack, env: dict[str, str], begun: float) -> int:
    import django

    django.setup()
    for name in MODULES:
        importlib.import_module(f"tests.bench.{name}")
    from tests.bench.report import MEASURES, Run, run_all
    from tests.bench.world import make_floor
    from tests.stack.people import make_paper, make_people

    wanted = [name for name in os.environ.get("ONLY", "").split(",") if name]
    if unknown := set(wanted) - set(MEASURES):
        raise SystemExit(f"No measure is called {', '.join(sorted(unknown))}. There are: {', '.join(MEASURES)}.")
    left = (lambda: float("inf")) if wanted else (lambda: LIMIT_SECONDS - (time.monotonic() - begun))
    wanted = wanted or [name for name, measure in MEASURES.items() if not measure.only_when_asked]
    people, newcomers = make_people(300, prefix="B"), make_people(300, prefix="N", signed_in=False)
    papers = {size: make_paper(size, at=datetime.now(UTC)).public_id for size in SIZES}
    make_floor(people)
    floor_env = env | {"DJANGO_SETTINGS_MODULE": "tests.bench.floor_settings"}
    with (
        Server("config.wsgi:application", env, stack.folder, stack.database) as site,
        Server("tests.bench.floor:application", floor_env, stack.folder, stack.database) as floor,
    ):
        run = Run(stack, site, floor, people, newcomers, papers)
        if left() < LIMIT_SECONDS:
            signal.signal(signal.SIGALRM, _stop)
            signal.alarm(max(1, int(left())))
        run_all(run, wanted, seconds_left=left)
        run.table()
    return 0


if __name__ == "__main__":
    sys.exit(main())
