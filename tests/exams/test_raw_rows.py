"""Rows that no action would write are refused by the database itself, whoever writes them: C1 to C7, by raw SQL."""

import pytest
from django.db import IntegrityError, connection, transaction

from exams.actions import attempts
from exams.actions.attempts import Answer
from exams.models import Attempt, ResponseEvent, Score
from tests.factories.exams import make_exam

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(person, at):
    """An attempt with one right answer of five, handed in."""
    run = attempts.start(make_exam(at=at), person=person, actor=person.user, at=at)
    attempts.save(run, answers=[Answer(1, "b", 3, "c1")], received_at=at)
    return attempts.submit(run, actor=person.user, at=at)


def copy(row, **changes):
    """Insert the same row once more by SQL alone, with some columns changed to these expressions."""
    columns = [f.column for f in row._meta.concrete_fields if not f.primary_key]
    values = [str(changes.get(name, f'"{name}"')) for name in columns]
    names = ", ".join(f'"{name}"' for name in columns)
    table = row._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({names}) SELECT {", ".join(values)} FROM "{table}" WHERE id = %s',  # noqa: S608
            [row.pk],
        )


EVENTS = {
    "C1 one change twice": {"sequence": 4},
    "C2 two answers of one sequence": {"client_id": "'c2'"},
    "unknown fate": {"client_id": "'c2'", "sequence": 4, "fate": "'perhaps'"},
}
FORM = {"form_id": None, "public_id": "'x'"}  # each attempt has a form and a name of its own
ATTEMPTS = {
    "C3 a second open attempt": {"number": 3, "state": "'open'", "ended_at": "NULL"},
    "C4 a number twice": {"number": 1},
    "C4 number nought": {"number": 0},
    "C5 a state of no meaning": {"state": "'passed'"},
    "C5 ended and open": {"state": "'open'"},
    "C5 ended without time": {"ended_at": "NULL"},
    "C5 a deadline before the start": {"deadline_at": "'2020-01-01 00:00:00+00:00'"},
}
SCORES = {
    "C6 a revision twice": {},
    "C7 fewer points than none": {"points": -1, "percent": 0},
    "C7 more points than all": {"points": 6},
}


@pytest.mark.parametrize("changes", EVENTS.values(), ids=EVENTS)
def test_answer_is_refused(done, changes):
    with pytest.raises(IntegrityError):
        copy(ResponseEvent.objects.get(), **changes)


@pytest.mark.parametrize("changes", ATTEMPTS.values(), ids=ATTEMPTS)
def test_attempt_is_refused(done, person, at, changes):
    other = attempts.start(make_exam(at=at, code="E2"), person=person, actor=person.user, at=at)
    spare = attempts.start(make_exam(at=at, code="E3"), person=person, actor=person.user, at=at)
    with transaction.atomic(), connection.cursor() as cursor:  # the form of the third is free to be taken
        cursor.execute("DELETE FROM exams_attempt WHERE id = %s", [spare.pk])
    base = {"number": 2, "form_id": spare.form_id, "public_id": "'x'"}
    subject = other if changes.get("state") == "'open'" and "ended_at" in changes else done

    with pytest.raises(IntegrityError) as refused:
        copy(subject, **{**base, **changes})
    assert "form" not in str(refused.value)
    assert "public_id" not in str(refused.value)


def test_copies_that_break_no_rule_are_taken(done, at):
    spare = attempts.start(make_exam(at=at, code="E3"), person=done.person, actor=done.person.user, at=at)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM exams_attempt WHERE id = %s", [spare.pk])

    copy(ResponseEvent.objects.get(), client_id="'c2'", sequence=4)
    copy(done, number=2, form_id=spare.form_id, public_id="'x'")
    copy(Score.objects.get(), revision=2, points=4, percent=80, passed="TRUE")

    assert (ResponseEvent.objects.count(), Attempt.objects.count(), Score.objects.count()) == (2, 2, 2)


@pytest.mark.parametrize("changes", SCORES.values(), ids=SCORES)
def test_score_is_refused(done, changes):
    with pytest.raises(IntegrityError):
        copy(Score.objects.get(), **({"revision": 2, **changes} if changes else {}))
