"""The tables of the floor."""

from django.db import connection

from tests.stack.people import Candidate


def make_floor(people: list[Candidate]) -> None:
    """Write the tables of the floor."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_attempt (id bigserial PRIMARY KEY, owner bigint UNIQUE)")
        cursor.execute(
            "CREATE TABLE bench_answer (attempt bigint, position int, value jsonb, PRIMARY KEY (attempt, position))"
        )
        cursor.executemany(
            "INSERT INTO bench_attempt (owner) VALUES (%s)", [[person.user_id] for person in people]
        )
