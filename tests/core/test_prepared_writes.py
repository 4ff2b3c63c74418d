"""Prepared writes: the same rows as Django writes, by one statement that is the same each time."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from core.models import AuditEvent, AuditHead
from core.prepared_writes import PreparedInsert, PreparedUpdate
from exams.models import Exam, ResponseEvent, Score
from people.models import Person
from tests.factories.exams import make_exam, sat

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(user):
    return Person.objects.create(employee_no="G10001", name="王小暖", user=user)


def event(number, at, **fields):
    given = {
        "action": "people.tested",
        "actor_label": "x",
        "target_type": "people.user",
        "target_id": "1",
        **fields,
    }
    return AuditEvent(sequence=number, at=at, prev_hash=f"p{number}", hash=f"h{number}", **given)


def test_rows_are_written_by_one_statement_and_know_their_keys(at, django_assert_num_queries):
    rows = [event(1, at, data={"名": ["甲", None]}), event(2, at, actor_id=7)]

    with django_assert_num_queries(1):
        PreparedInsert(AuditEvent).write(rows)
    with django_assert_num_queries(0):
        PreparedInsert(AuditEvent).write([])

    held = list(AuditEvent.objects.order_by("sequence"))
    assert [row.pk for row in rows] == [row.pk for row in held]
    assert [(row.at, row.data, row.actor_id) for row in held] == [(at, {"名": ["甲", None]}, None), (at, {}, 7)]
    assert not rows[0]._state.adding


def test_every_kind_of_column_comes_back_as_it_was_given(person, at):
    exam = make_exam(at=at, items=1)
    run = sat(person, exam, answers={1: "a"}, at=at)
    kept = Score.objects.get(attempt=run)
    events = PreparedInsert(ResponseEvent)
    events.write(
        [
            ResponseEvent(
                attempt=run, position=1, value=value, sequence=9, client_id=str(place), fate="late", received_at=at
            )
            for place, value in enumerate([None, "甲", ["a"], {"a": 1}])
        ]
    )
    score = Score.objects.get(pk=kept.pk)
    score.pk, score.revision, score.percent = None, 2, Decimal("0.00")
    PreparedInsert(Score).write([score])

    late = ResponseEvent.objects.filter(fate="late").order_by("pk")
    assert list(late.values_list("value", flat=True)) == [None, "甲", ["a"], {"a": 1}]
    assert Score.objects.get(revision=2).marks == kept.marks
    changed = PreparedUpdate(
        Exam, sets=("release", "release_at", "cut_percent", "is_open"), where=("id", "public_id")
    )
    told = {"release": "at_a_time", "release_at": at, "cut_percent": Decimal("70.50"), "is_open": False}
    assert changed.write(told, id=exam.pk, public_id=exam.public_id) == 1
    exam.refresh_from_db()
    assert (exam.release, exam.release_at, exam.cut_percent, exam.is_open) == tuple(told.values())


def test_an_update_says_how_many_rows_it_was(django_assert_num_queries):
    AuditHead.objects.create(pk=1)
    moved = PreparedUpdate(AuditHead, sets=("sequence", "hash"), where=("id", "sequence"))

    with django_assert_num_queries(2):
        assert moved.write({"sequence": 5, "hash": "a"}, id=1, sequence=0) == 1
        assert moved.write({"sequence": 6, "hash": "b"}, id=1, sequence=0) == 0
    assert AuditHead.objects.get().hash == "a"


def test_what_the_database_refuses_is_refused(at):
    PreparedInsert(AuditEvent).write([event(1, at)])

    with pytest.raises(IntegrityError), transaction.atomic():
        PreparedInsert(AuditEvent).write([event(1, at)])
