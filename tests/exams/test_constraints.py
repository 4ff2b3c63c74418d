"""What the database itself refuses on the exams floor."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from exams.actions import attempts, authoring
from exams.actions.attempts import Answer
from exams.errors import ItemNotReady, NeedsSecondPerson
from exams.models import Attempt, Item, ItemVersion
from people.models import User
from tests.factories.exams import make_exam, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt(person, at):
    started = attempts.start(make_exam(at=at), person=person, actor=person.user, at=at)
    attempts.save(started, answers=[Answer(1, "b", 1, "c1")], received_at=at)
    return attempts.submit(started, actor=person.user, at=at)


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "table", ["exams_examform", "exams_formitem", "exams_responseevent", "exams_score", "core_auditevent"]
)
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"], ids=["update", "delete"])
def test_records_cannot_be_changed(attempt, table, verb):
    with pytest.raises(DatabaseError, match="append-only"):
        run(verb.format(table))


@pytest.mark.parametrize(
    "change", ["stem = 'x'", "key = '{}'", "body = '{}'", "is_critical = TRUE", "points = 9", "status = 'draft'"]
)
def test_approved_wording_cannot_be_changed(attempt, change):
    with pytest.raises(DatabaseError, match="never changes"):
        run(f"UPDATE exams_itemversion SET {change}")  # noqa: S608 -- fixed strings


def test_approved_wording_can_be_retired(attempt):
    run("UPDATE exams_itemversion SET status = 'retired'")

    assert set(ItemVersion.objects.values_list("status", flat=True)) == {"retired"}


def test_one_open_attempt_per_exam(attempt, person, at):
    exam = make_exam(at=at, code="E2")
    first = attempts.start(exam, person=person, actor=person.user, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(
            exam=exam,
            person=person,
            form=attempt.form,
            number=2,
            mode="online",
            cut_percent=80,
            started_at=at,
            deadline_at=first.deadline_at,
        )


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "submitted"},
        {"ended_at": "at"},
        {"state": "passed"},
        {"mode": "by post"},
        {"deadline_at": "before"},
        {"number": 0},
    ],
    ids=["ended without time", "open with end", "state", "mode", "deadline", "number"],
)
def test_impossible_attempt_is_refused(person, at, fields):
    started = attempts.start(make_exam(at=at), person=person, actor=person.user, at=at)
    values = {"at": at, "before": at - timedelta(minutes=1)}

    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.filter(pk=started.pk).update(**{name: values.get(v, v) for name, v in fields.items()})


@pytest.fixture
def draft(person, at):
    exam = make_exam(at=at, items=1)
    approved = ItemVersion.objects.get(item__area__code=exam.code)
    new = ItemVersion.objects.create(
        item=approved.item,
        number=2,
        item_type="single_choice",
        level=1,
        stem="改过的题干",
        body=approved.body,
        key={"correct": ["c"]},
        explanation="见依据。",
        author=person.user,
    )
    new.bases.create(standard=approved.bases.get().standard, clause="5.9.1")
    return new


def test_new_wording_needs_a_second_person_and_retires_the_old(draft, person, at):
    authoring.submit_for_review(draft, actor=person.user, at=at)
    with pytest.raises(NeedsSecondPerson):
        authoring.approve(draft, actor=person.user, at=at)

    authoring.approve(draft, actor=User.objects.create_user("G2"), at=at)

    assert list(ItemVersion.objects.order_by("number").values_list("status", flat=True)) == ["retired", "approved"]


def test_item_with_problems_is_not_approved(draft, person, at):
    draft.bases.all().delete()

    with pytest.raises(ItemNotReady) as refused:
        authoring.submit_for_review(draft, actor=person.user, at=at)

    assert refused.value.data == {"problems": ["no_basis"]}


def test_draft_that_was_not_reviewed_is_not_approved(draft, at):
    with pytest.raises(ItemNotReady) as refused:
        authoring.approve(draft, actor=User.objects.create_user("G2"), at=at)

    assert refused.value.data == {"problems": ["not_in_review"]}


def test_two_approved_wordings_of_one_item_are_refused(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemVersion.objects.filter(pk=draft.pk).update(status="approved", approved_at="2026-01-01T00:00Z")


def test_item_code_is_unique(draft, at):
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.create(code=draft.item.code, area=draft.item.area)


def test_factory_item_is_as_good_as_an_approved_one(draft, at):
    assert authoring.problems_of(make_item(9, draft.item.area, at=at)) == []
