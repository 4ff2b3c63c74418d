"""What work inside this process costs: wall time, and processor time here and in its PostgreSQL backend."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.stack.server import HOST

EDGES = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Cost:
    """Medians of one piece of work, in seconds."""

    wall: float
    cpu: float

    @property
    def note(self) -> str:
        """Return the processor time in words; helpers that PostgreSQL starts for one query are not in it."""
        return f"{self.cpu * 1000:.1f} ms of processor"


def _cpu() -> float:
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    return time.process_time() + int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def costs(*works: Callable[[], object], times: int) -> list[Cost]:
    """Return what each piece of work costs, done in turn so that a busy machine slows all alike."""
    found: list[list[tuple[float, float]]] = [[] for _ in works]
    for _ in range(times):
        for place, work in enumerate(works):
            begin, cpu = time.perf_counter(), _cpu()
            work()
            found[place].append((time.perf_counter() - begin, _cpu() - cpu))
    return [Cost(*(statistics.median(values) for values in zip(*rows, strict=True))) for rows in found]


def browser_of(user: AbstractBaseUser) -> Client:
    """Return a browser inside this process, signed in."""
    client = Client(headers={"host": HOST, "x-forwarded-proto": "https"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def statements_of(work: Callable[[], object]) -> int:
    """Return how many SQL statements it takes, the edges of transactions not counted."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return sum(not query["sql"].upper().startswith(EDGES) for query in captured.captured_queries)
