"""How long a process waits for PostgreSQL: a database that stands still ends a request, not the whole site."""

from __future__ import annotations

from typing import TypeVar

import psycopg
from psycopg.abc import PQGen

Found = TypeVar("Found")

# A server that works ends every statement by itself after ten seconds (statement_timeout). One that is stopped, or
# whose disk stands still, ends none: its network still answers, so no limit of TCP helps, and each request would
# hold a thread for ever.
LIMIT_SECONDS = 11.0


class PatientConnection(psycopg.Connection[tuple[object, ...]]):
    """A connection that is given up, and closed, when the server has not answered within the limit."""

    def wait(self, gen: PQGen[Found], interval: float = 0.1, timeout: float | None = None) -> Found:
        """Run one exchange with the server. Raises OperationalError when the limit has passed."""
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, LIMIT_SECONDS)
        except psycopg.errors._WaitTimeout:
            self.pgconn.finish()  # what the server says later is the answer to no question
            raise
