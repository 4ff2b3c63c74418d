"""Practice: own modules only, the answer first and the key after it, and never an item that is for exams only."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from core.clock import local_day
from courses.actions import enrolments
from courses.enums import EnrolmentSource
from exams.actions import practice
from exams.errors.practice import NothingToPractise
from exams.item_types.registry import item_type
from exams.item_types.veils import veiled
from exams.models import Attempt, ContentArea, ExamForm, Item, PracticeAnswer, PracticeQuestion, PracticeRun
from exams.queries.practice import histories, notebook_rows, practice_of, practisable
from tests.factories.courses import make_course
from tests.factories.exams import make_item

pytestmark = pytest.mark.django_db
EXPLANATION = "先通风、再检测、后作业。"


def make_module(person, *, at, code="M1", items=8):
    """Enrol the person in a course with items to practise; the last one stays for exams only."""
    course = make_course(code=code)
    area = ContentArea.objects.create(code=code, name=f"内容{code}", course=course)
    for number in range(1, items + 1):
        make_item(number, area, at=at)
    Item.objects.filter(area=area).exclude(code=f"{code}-{items:02d}").update(is_exam_only=False)
    enrolments.enrol(person, course=course, source=EnrolmentSource.SELF, actor=person.user, at=at)
    return course


@pytest.fixture
def course(person, at):
    return make_module(person, at=at)


@pytest.fixture
def door(client, user, at, monkeypatch):
    moment = [at]
    monkeypatch.setattr("core.clock.now", lambda: moment[0])
    client.force_login(user)
    client.moment = moment
    return client


def begin(door, **data):
    return door.post(reverse("exams:practice_begin"), data).url


def codes(run):
    return [row.version.item.code for row in run.questions.order_by("position").select_related("version__item")]


def test_five_of_the_day_are_the_same_all_day_and_others_tomorrow(person, course, at):
    day = local_day(at)
    first = practice.daily(person, day=day, at=at)
    again = practice.daily(person, day=day, at=at + timedelta(hours=1))
    tomorrow = practice.daily(person, day=day + timedelta(days=1), at=at + timedelta(days=1))

    assert (first, len(codes(first))) == (again, 5)
    assert codes(first) != codes(tomorrow)


def named(address, value, position=1):
    """Return a response as the page of a round names its rows."""
    run = PracticeRun.objects.get(public_id=address.split("/")[-2])
    version = run.questions.get(position=position).version
    return item_type(version.item_type).renamed(version.body, value, veiled(run.veil, position))


def give(door, address, position, value):
    return door.post(f"{address}{position}/answer/", {f"q{position}": named(address, value, position)})


def decide(door, address, choice, *, made, **more):
    [name] = named(address, {"path": [choice]})["path"]
    return door.post(f"{address}1/choose/", {"branch": f"1:{made}", "q1-choice": name}, **more)


def test_answer_shows_key_only_after_it_was_given(door, person, course):
    address = begin(door, kind="daily")
    page = door.get(address).text
    assert EXPLANATION not in page
    assert "is-right" not in page

    reply = give(door, address, 1, "b")
    assert EXPLANATION in door.get(reply.url).text
    assert PracticeAnswer.objects.get().share == Decimal(1)
    give(door, address, 1, "a")
    assert PracticeAnswer.objects.get().share == Decimal(1)  # the first answer stands


def test_round_to_its_end_fills_the_notebook_and_two_days_empty_it(door, person, course, at):
    address = begin(door, kind="daily")
    for position in range(1, 6):
        give(door, address, position, "a")
    assert "0 / 5" in door.get(address).text
    wrong = {row.version.item.code for row in notebook_rows(person)}
    assert wrong == set(codes(PracticeRun.objects.get()))

    for days in (1, 2):
        door.moment[0] = at + timedelta(days=days)
        address = begin(door, kind="notebook")
        run = PracticeRun.objects.order_by("pk").last()
        assert set(codes(run)) == wrong
        for position in range(1, 6):
            give(door, address, position, "b")
    assert notebook_rows(person) == []
    with pytest.raises(NothingToPractise):
        practice.of_notebook(person, day=local_day(at), at=at)
    assert practice_of(person, day=local_day(door.moment[0])).streak == 3


def test_who_does_not_know_says_so_and_an_empty_answer_is_asked_again(door, course):
    address = begin(door, module="M1")
    door.post(f"{address}1/answer/", {})
    assert not PracticeAnswer.objects.exists()

    door.post(f"{address}1/answer/", {"unsure": "1"})
    assert PracticeAnswer.objects.get().share == 0


def test_item_for_exams_only_never_appears(door, person, course, at):
    shut = Item.objects.get(code="M1-08")
    assert shut.code not in {version.item.code for version in practisable(person)}
    run = practice.of_module(person, course=course, day=local_day(at), at=at)
    assert len(codes(run)) == 7

    with pytest.raises(DatabaseError, match="exams only"), transaction.atomic():
        PracticeQuestion.objects.create(run=run, position=9, version=shut.versions.get())
    question = run.questions.first()
    with pytest.raises(DatabaseError, match="exams only"), transaction.atomic():
        PracticeQuestion.objects.filter(pk=question.pk).update(version=shut.versions.get())


def test_item_taken_out_of_practice_disappears_from_a_running_round(door, person, course, at):
    run = practice.of_module(person, course=course, day=local_day(at), at=at)
    address = reverse("exams:practice_run", args=[run.public_id])
    first = run.questions.get(position=1).version
    Item.objects.filter(pk=first.item_id).update(is_exam_only=True)

    assert first.stem not in door.get(address).text
    assert give(door, address, 1, "b").status_code == 404


def test_only_own_modules_and_own_rounds(door, person, course, at):
    other = make_course(code="M2")
    area = ContentArea.objects.create(code="M2", name="别的", course=other)
    make_item(1, area, at=at)
    Item.objects.update(is_exam_only=False)

    assert {version.item.area.code for version in practisable(person)} == {"M1"}
    with pytest.raises(NothingToPractise):
        practice.of_module(person, course=other, day=local_day(at), at=at)


def test_practice_leaves_nothing_in_the_tables_of_exams(door, person, course):
    address = begin(door, kind="daily")
    give(door, address, 1, "a")

    assert not Attempt.objects.exists()
    assert not ExamForm.objects.exists()
    assert len(histories(person)) == 1


SITUATION = {
    "item_type": "branching",
    "body": {
        "start": "n1",
        "nodes": [
            {
                "id": "n1",
                "text": "同事倒下了",
                "choices": [{"id": "a", "text": "下去"}, {"id": "b", "text": "呼救"}],
            },
            {
                "id": "n2",
                "text": "救援到了",
                "choices": [{"id": "c", "text": "交接"}, {"id": "d", "text": "离开"}],
            },
        ],
    },
    "key": {
        "leads": {"a": "end", "b": "n2", "c": "end", "d": "end"},
        "shares": {"a": "0", "b": "1", "c": "1", "d": "0"},
        "fatal": ["a"],
    },
}


def test_situation_is_practised_choice_by_choice(door, person, at):
    course = make_module(person, at=at, items=1)
    make_item(2, ContentArea.objects.get(), at=at, **SITUATION)
    Item.objects.filter(code="M1-02").update(is_exam_only=False)
    address = begin(door, module=course.code)

    page = door.get(address).text
    assert "同事倒下了" in page
    assert "救援到了" not in page
    assert f"{address}1/choose/" in page
    reply = decide(door, address, "b", made=0, headers={"accept": "application/json"})
    assert "救援到了" in reply.json()["html"]
    decide(door, address, "c", made=1)
    decide(door, address, "a", made=0)  # final is final
    door.post(f"{address}1/answer/", {})
    assert PracticeAnswer.objects.get().share == Decimal(1)


@pytest.mark.parametrize("modules", [1, 3])
def test_practice_page_asks_the_same_whatever_there_is(door, person, at, modules, django_assert_num_queries):
    for number in range(modules):
        make_module(person, at=at, code=f"M{number + 1}")
    address = begin(door, kind="daily")
    give(door, address, 1, "a")
    door.get(reverse("exams:practice"))

    with django_assert_num_queries(9):
        assert door.get(reverse("exams:practice")).status_code == 200
    with django_assert_num_queries(7):
        assert door.get(address).status_code == 200


def test_one_daily_round_a_day(person, course, at):
    run = practice.daily(person, day=local_day(at), at=at)

    with pytest.raises(IntegrityError), transaction.atomic():
        PracticeRun.objects.create(person=person, kind="daily", day=run.day, begun_at=at)


@pytest.mark.parametrize("change", [lambda rows: rows.update(share=1), lambda rows: rows.delete()])
def test_answers_stay(door, course, change):
    address = begin(door, kind="daily")
    give(door, address, 1, "a")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(PracticeAnswer.objects.all())
