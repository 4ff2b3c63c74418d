"""make bench: measure the running system beside floors of the same run. ONLY=journey,steps runs some.

Bounded in time; talks to loopback only; ends what it started and drops its database.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime

from config.paths import REPO_DIR
from tests.stack.server import Server
from tests.stack.stack import Stack

LIMIT_SECONDS = 600
SIZES = (10, 50, 200)


def main() -> int:
    """Run all measures or those of ONLY."""
    stack = Stack.make()
    try:
        env = stack.env()
        os.environ.update(env)
        for command in (["migrate", "-v0"], ["createcachetable", "-v0"], ["collectstatic", "--no-input", "-v0"]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=REPO_DIR, env=env, check=True)
        return _measure(stack, env)
    finally:
        stack.drop()


def _measure(stack: Stack, env: dict[str, str]) -> int:
    import django

    django.setup()
    from tests.bench import exams, parts  # noqa: F401 -- they register their measures
    from tests.bench.report import MEASURES, Run
    from tests.bench.world import make_floor
    from tests.stack.people import make_paper, make_people

    wanted = [name for name in os.environ.get("ONLY", "").split(",") if name] or list(MEASURES)
    if unknown := set(wanted) - set(MEASURES):
        raise SystemExit(f"No measure is called {', '.join(sorted(unknown))}. There are: {', '.join(MEASURES)}.")
    people, newcomers = make_people(300, prefix="B"), make_people(300, prefix="N", signed_in=False)
    papers = {size: make_paper(size, at=datetime.now(UTC)).public_id for size in SIZES}
    make_floor(people)
    floor_env = env | {"DJANGO_SETTINGS_MODULE": "tests.bench.floor_settings"}
    with (
        Server("config.wsgi:application", env, stack.folder, stack.database) as site,
        Server("tests.bench.floor:application", floor_env, stack.folder, stack.database) as floor,
    ):
        run = Run(stack, site, floor, people, newcomers, papers)
        for name in wanted:
            stack.run("DELETE FROM cache_entries")
            MEASURES[name](run)
        run.table()
    return 0


if __name__ == "__main__":
    sys.exit(main())
