"""A system of the drills' own on the suite's kind of database, with people and an exam; servers are started on it."""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import pytest

from config.paths import REPO_DIR
from people.models import Person
from tests.permissions.conftest import world  # noqa: F401 -- a fixture
from tests.stack.people import Candidate
from tests.stack.server import Server
from tests.stack.stack import Stack

PEOPLE, QUESTIONS = 84, 20
LONGER = max(1, int(os.environ.get("DRILL", "2000")) // 2000)  # five times the work in the long form
LIMIT_SECONDS = 240 * LONGER  # of one drill: what hangs ends by itself
PLANTED = "tests.faults.planted:application"


@dataclass
class Ground:
    """Where drills happen: the system, its exam, who keeps it, and people whom no other drill has used."""

    stack: Stack
    exam: str
    examiner: Candidate
    people: list[Candidate]

    def some(self, count: int) -> list[Candidate]:
        """Take so many people out."""
        taken, self.people[:] = self.people[:count], self.people[count:]
        assert len(taken) == count, "The drills need more people: raise PEOPLE."
        return taken

    def server(self, planted: str = "", **more: Any) -> Server:
        """Return a server on this system, not yet started; with a planted bug when one is named."""
        env = self.stack.env() | {"DJANGO_SETTINGS_MODULE": "tests.stack.settings", "PLANTED": planted}
        return Server(PLANTED if planted else "config.wsgi:application", env, self.stack.folder, **more)


def drill(work: Coroutine[Any, Any, Any]) -> Any:
    """Run a drill to its end, or stop it."""
    return asyncio.run(asyncio.wait_for(work, LIMIT_SECONDS))


def filled(stack: Stack, people: int) -> Ground:
    """Write people and an exam into a system."""
    env = stack.env() | {"DJANGO_SETTINGS_MODULE": "tests.stack.settings"}
    command = [sys.executable, "-m", "tests.stack.fill", str(people), str(QUESTIONS)]
    said = subprocess.run(command, cwd=REPO_DIR, env=env, check=True, capture_output=True, timeout=120).stdout
    made = json.loads(said)
    examiner = Candidate(**made["examiner"])
    return Ground(stack, made["exam"], examiner, [Candidate(**person) for person in made["people"]])


@contextlib.contextmanager
def _ground(store: Any, folder: Any, people: int):
    stack = Stack(store.another(folder), folder)
    try:
        yield filled(stack, people)
    finally:
        stack.drop()


@pytest.fixture(scope="session")
def ground(django_db_setup, tmp_path_factory):
    """One ground for the drills of a process."""
    with _ground(django_db_setup, tmp_path_factory.mktemp("faults"), PEOPLE) as made:
        yield made


@pytest.fixture(scope="session")
def make_ground(django_db_setup, tmp_path_factory) -> Callable[[int], contextlib.AbstractContextManager[Ground]]:
    """Make a ground that one drill has for itself."""
    return lambda people: _ground(django_db_setup, tmp_path_factory.mktemp("faults"), people)


@pytest.fixture(scope="session")
def server(ground):
    """The server as it is shipped, on the common ground."""
    with ground.server() as running:
        yield running


@pytest.fixture(scope="session")
def careless(ground):
    """A server that lets the last arrival win, and does not look at the state when it writes the end of an attempt."""
    with ground.server("lets_the_last_arrival_win,submits_without_looking") as running:
        yield running


@pytest.fixture
def person(user):
    """The candidate."""
    return Person.objects.create(employee_no="G10001", name="王小暖", user=user)
