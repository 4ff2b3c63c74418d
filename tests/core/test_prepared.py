"""Prepared queries: the same answers as Django's, built once, with other values each time."""

from datetime import date, timedelta

import pytest
from django.db import models
from django.db.models import Exists, OuterRef

from core.prepared import Prepared, PreparedModels
from exams.models import Attempt, Exam, Response
from people.models import Person
from tests.factories.exams import make_exam, make_sitting, sat

pytestmark = pytest.mark.django_db
NUMBER = models.BigIntegerField()


@pytest.fixture
def person(user):
    return Person.objects.create(employee_no="G10001", name="王小暖", user=user)


def test_it_is_built_once_and_takes_other_values_each_time(person):
    built = []

    def build(name):
        built.append(name)
        return Person.objects.filter(name=name).values_list("employee_no")

    asked = Prepared(build, name=models.TextField())

    assert asked.rows(name="王小暖") == [("G10001",)]
    assert asked.rows(name="' OR 1=1 --") == []
    assert asked.rows(name="王小暖") == [("G10001",)]
    assert len(built) == 1


def test_values_come_as_django_reads_them_moments_truths_and_json_too(person, at):
    run = sat(person, make_exam(at=at, items=2), answers={1: "a", 2: "b"}, at=at)
    asked = Prepared(
        lambda since, who: (
            Attempt.objects.filter(started_at__gte=since, person=who)
            .annotate(is_answered=Exists(Response.objects.filter(attempt=OuterRef("pk"))))
            .values_list("started_at", "cut_percent", "is_answered", "responses__value")
            .order_by("responses__position")
        ),
        since=models.DateTimeField(),
        who=NUMBER,
    )

    rows = asked.rows(since=at, who=person.pk)

    assert rows == [(at, run.cut_percent, True, "a"), (at, run.cut_percent, True, "b")]
    assert asked.rows(since=at + timedelta(seconds=1), who=person.pk) == []


def test_days_are_compared_as_days(person):
    asked = Prepared(
        lambda day: Person.objects.filter(employments__starts_on__lte=day).values_list("pk"),
        day=models.DateField(),
    )

    assert asked.rows(day=date(2026, 11, 24)) == []


def test_models_come_with_those_related_or_none(person, at, django_assert_num_queries):
    exam = make_exam(at=at, items=1)
    sat(person, exam, answers={1: "a"}, at=at)
    sitting = make_sitting(make_exam(at=at, code="E2", items=1), at=at)
    asked = PreparedModels(
        lambda who: Attempt.objects.filter(person=who).order_by("pk"), "exam", "sitting", who=NUMBER
    )

    with django_assert_num_queries(1):
        [found] = asked.found(who=person.pk)
        assert found == Attempt.objects.none().model(pk=found.pk)
        assert (found.exam.title, found.sitting, found.person_id) == (exam.title, None, person.pk)
        assert not found._state.adding

    held = PreparedModels(lambda exam: type(sitting).objects.filter(exam=exam), "location", exam=NUMBER)
    assert held.found(exam=sitting.exam_id)[0].location == sitting.location


def test_a_related_model_in_two_tables_comes_whole(at):
    asked = PreparedModels(lambda code: Exam.objects.filter(code=code), "course", code=models.TextField())
    make_exam(at=at, items=1)

    assert asked.found(code="E1")[0].course is None
