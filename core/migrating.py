"""Limits that keep requests short do not hold for migrations: one that builds an index over years of answers may run
for minutes, and is either finished or undone. The limit on waiting for locks stays, so that no upgrade blocks an exam.
"""

from __future__ import annotations

from django.db import connections

LIMITS = ("statement_timeout", "idle_in_transaction_session_timeout")


def lift_limits(*, using: str, **kwargs: object) -> None:
    """Let statements and transactions take their time; connected to Django's `pre_migrate`."""
    _tell(using, "SET {} = 0")


def restore_limits(*, using: str, **kwargs: object) -> None:
    """Bring back the limits that the connection began with; connected to Django's `post_migrate`."""
    _tell(using, "RESET {}")


def _tell(using: str, sentence: str) -> None:
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for name in LIMITS:
                cursor.execute(sentence.format(name))
