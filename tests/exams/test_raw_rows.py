"""Rows that no action would write are refused by the database itself, whoever writes them: C1 to C7, by raw SQL."""

import json
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exams.actions import attempts
from exams.actions.attempts import Answer
from exams.domain.scoring import MarkedItem, outcome
from exams.models import Attempt, FormSet, KeyCorrection, ResponseEvent, Score, Sitting
from tests.factories.exams import make_exam, make_sitting

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
PASSED = {"points": 5, "percent": 100, "passed": "TRUE"}
PERCENT, DECISION = "score_percent_follows_from_points", "score_decision_follows_from_percent"
SCORES = {
    "C6 a revision twice": ("revision", {"revision": 1}),
    "C6 a revision of nought": ("score_revision_from_one", {"revision": 0}),
    "C6 a revision left out": ("the one before it", {"revision": 3}),
    "C7 fewer points than none": ("score_within_points|score_percent", {"points": -1, "percent": 0}),
    "C7 more points than all": ("score_within_points|score_percent", {**PASSED, "points": 6}),
    "C7 percent of other points": (PERCENT, {"percent": "20.11"}),
    "C7 percent below its points": (PERCENT, {"percent": "19.89"}),
    "C7 percent of nothing": (PERCENT, {"points": 0, "most_points": 0}),
    "C7 percent beyond all": (PERCENT, {**PASSED, "percent": "100.01"}),
    "C7 passed below the cut": (DECISION, {"passed": "TRUE"}),
    "C7 passed with a critical item wrong": (DECISION, {**PASSED, "failed_critical": "'[2]'"}),
    "C7 passed with a section short": (DECISION, {**PASSED, "failed_sections": "'[1]'"}),
    "C7 failed and nothing wrong": (DECISION, {**PASSED, "passed": "FALSE"}),
    "C7 passed with nothing to earn": (
        DECISION,
        {
            "points": 0,
            "most_points": 0,
            "percent": 0,
            "cut_percent": 0,
            "passed": "TRUE",
        },
    ),
}
SOUND_SCORES = {
    "passed": PASSED,
    "just at the cut": {"points": 4, "percent": 80, "passed": "TRUE"},
    "rounded up to the cut": {"points": 4, "percent": 80},
    "points and percent rounded apart": {"percent": "20.10"},
    "all right but a critical one": {**PASSED, "passed": "FALSE", "failed_critical": "'[2]'"},
    "all right but a section": {**PASSED, "passed": "FALSE", "failed_sections": "'[1]'"},
    "nothing to earn": {"points": 0, "most_points": 0, "percent": 0},
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

    assert (ResponseEvent.objects.count(), Attempt.objects.count()) == (2, 2)


def change(row, **values):
    """Write other expressions into columns of a row by SQL alone."""
    columns = ", ".join(f'"{name}" = {value}' for name, value in values.items())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{row._meta.db_table}" SET {columns} WHERE id = %s', [row.pk])  # noqa: S608


BEGAN_WITH = {
    "public_id": "'x'",
    "exam_id": "exam_id + 1",
    "person_id": "person_id + 1",
    "sitting_id": 1,
    "form_id": "form_id + 1",
    "number": 2,
    "mode": "'on_site'",
    "cut_percent": 60,
    "started_at": "'2020-01-01 00:00:00+00:00'",
    "accommodation_id": 1,
    "time_factor": "1.5",
    "larger_print": "TRUE",
    "list_form": "TRUE",
    "veil": "NULL",
    "grant_id": 1,
}
MOVES = {
    "state": "'closed'",
    "deadline_at": "'2099-01-01 00:00:00+00:00'",
    "ended_at": "'2099-01-01 00:00:00+00:00'",
    "receipt": "'x'",
    "device": "'x'",
    "epoch": 2,
}


@pytest.mark.parametrize(("column", "value"), BEGAN_WITH.items(), ids=BEGAN_WITH)
def test_what_an_attempt_began_with_never_changes(done, column, value):
    with pytest.raises(IntegrityError, match=r"began with|by a ruling"):
        change(done, **{column: value})


def test_what_moves_in_an_attempt_moves_and_the_same_again_is_no_change(done):
    change(done, **MOVES, **{column: f'"{column}"' for column in BEGAN_WITH})

    assert {f.column for f in done._meta.concrete_fields} == {"id", *BEGAN_WITH, *MOVES}
    done.refresh_from_db()
    assert (done.state, done.epoch) == ("closed", 2)


def test_forms_of_a_sitting_are_those_of_its_exam(done, at):
    exam, user = done.exam, done.person.user
    own, foreign = (
        FormSet.objects.create(exam=of, name="x", seed=1, built_at=at, built_by=user)
        for of in (exam, make_exam(at=at, code="E2"))
    )
    sitting = make_sitting(exam, at=at)

    with pytest.raises(IntegrityError, match="those of its exam"):
        change(sitting, form_set_id=foreign.pk)
    with pytest.raises(IntegrityError, match="those of its exam"):
        copy(sitting, public_id="'x'", form_set_id=foreign.pk)
    change(sitting, form_set_id=own.pk)
    with pytest.raises(IntegrityError, match="those of its exam"):
        change(sitting, exam_id=foreign.exam_id)
    copy(sitting, public_id="'x'")
    change(sitting, exam_id=foreign.exam_id, form_set_id=foreign.pk)

    assert set(Sitting.objects.values_list("form_set", flat=True)) == {own.pk, foreign.pk}


@pytest.mark.parametrize(("rule", "changes"), SCORES.values(), ids=SCORES)
def test_score_is_refused(done, rule, changes):
    with pytest.raises(IntegrityError, match=rule):
        copy(Score.objects.get(), **{"revision": 2, **changes})


@pytest.mark.parametrize("changes", SOUND_SCORES.values(), ids=SOUND_SCORES)
def test_score_that_marking_may_give_is_taken(done, changes):
    copy(Score.objects.get(), **{"revision": 2, **changes})

    assert Score.objects.count() == 2


def test_first_score_follows_from_no_correction(done, at):
    score = Score.objects.get()
    correction = KeyCorrection.objects.create(
        version=done.form.items.first().version,
        kind="nobody",
        reason="x",
        proposed_by=done.person.user,
        proposed_at=at,
    )
    other = attempts.start(make_exam(at=at, code="E2"), person=done.person, actor=done.person.user, at=at)
    rows = {"attempt_id": other.pk, "correction_id": correction.pk}
    with pytest.raises(IntegrityError):
        copy(score, **rows)

    copy(score, **rows | {"correction_id": "NULL"})
    copy(score, **rows | {"revision": 2})

    assert Score.objects.count() == 3


part = st.decimals(0, 1, places=10) | st.sampled_from([Decimal("0.3333333333"), Decimal("0.995"), Decimal(1)])
worth = st.decimals(0, "9.99", places=2)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(worth, part, st.booleans()), min_size=1, max_size=6), st.decimals(0, 100, places=2))
def test_whatever_marking_gives_is_taken(done, rows, cut):
    marks = [MarkedItem(n, points, share, is_critical) for n, (points, share, is_critical) in enumerate(rows, 1)]
    result = outcome(marks, cut_percent=cut)

    with transaction.atomic():
        copy(
            Score.objects.first(),
            revision=2,
            points=result.points,
            most_points=result.most_points,
            percent=result.percent,
            cut_percent=cut,
            passed=str(result.passed).upper(),
            failed_critical=f"'{json.dumps(result.failed_critical)}'",
        )
        transaction.set_rollback(True)
