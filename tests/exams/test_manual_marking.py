"""Written answers: one marker, two markers, a third who decides; blind, once, and never one's own."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from core import audit
from exams.actions import attempts
from exams.actions.manual_marking import give
from exams.errors import DecisionNeedsReason, MarkedAlready, MarkingRefused, NotYourOwnAnswer
from exams.models import Attempt, Exam, Marking, Score
from exams.permissions import markable_tasks
from exams.queries.marking import open_for, queues
from people.actions.units import rebuild_closure
from people.models import Employment, JobRole, RoleGrant, Unit, User
from tests.factories.exams import WRITTEN, make_exam, submitted_with_a_written_answer

pytestmark = pytest.mark.django_db
ALL, NONE = {"a": "1", "b": "1", "c": "1"}, {"a": "0", "b": "0", "c": "0"}
TWO_OF_THREE = {"a": "1", "b": "1", "c": "0"}


@pytest.fixture
def markers(at):
    """Return three trainers of the whole organisation."""
    top = Unit.objects.create(code="G", name="集团", kind="group", valid_from=date(2015, 1, 1))
    rebuild_closure()
    found = [User.objects.create_user(f"T{n}", "correct-horse-7") for n in range(3)]
    for user in found:
        RoleGrant.objects.create(
            user=user, right="trainer", unit=top, starts_on=date(2020, 1, 1), reason="appointed"
        )
    return found


def enter(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")


def test_one_marker_settles_and_the_attempt_gets_its_score(person, markers, at):
    attempt = submitted_with_a_written_answer(person, at=at)
    assert Score.objects.count() == 0

    give(attempt.marking_tasks.get(), lines=TWO_OF_THREE, comment="", actor=markers[0], at=at, turn=1)

    score = Score.objects.get()
    assert (score.percent, score.passed, score.revision) == (Decimal(80), True, 1)
    assert attempt.marking_tasks.get().share == Decimal("0.8")
    assert list(audit.breaks()) == []


def test_an_answer_left_empty_needs_no_marker(person, at):
    exam = make_exam(at=at, code="W2", items=1, like=WRITTEN)
    attempt = attempts.start(exam, person=person, actor=person.user, at=at)
    attempts.submit(attempt, actor=person.user, at=at)

    assert Score.objects.get().percent == 0
    assert attempt.marking_tasks.count() == 0


def test_two_markers_who_are_near_give_the_mean(person, markers, at):
    attempt = submitted_with_a_written_answer(person, at=at, double_marking=True)
    task = attempt.marking_tasks.get()

    give(task, lines=ALL, comment="", actor=markers[0], at=at, turn=1)
    assert Score.objects.count() == 0
    give(task, lines=TWO_OF_THREE, comment="", actor=markers[1], at=at, turn=2)

    assert Score.objects.get().percent == Decimal(90)


def test_a_third_decides_where_two_differ_and_says_why(person, markers, at):
    attempt = submitted_with_a_written_answer(person, at=at, double_marking=True)
    task = attempt.marking_tasks.get()
    give(task, lines=ALL, comment="", actor=markers[0], at=at, turn=1)
    give(task, lines=NONE, comment="", actor=markers[1], at=at, turn=2)
    assert Score.objects.count() == 0

    with pytest.raises(MarkedAlready):
        give(task, lines=NONE, comment="我也看过", actor=markers[0], at=at, turn=3)
    with pytest.raises(DecisionNeedsReason):
        give(task, lines=TWO_OF_THREE, comment=" ", actor=markers[2], at=at, turn=3)
    give(task, lines=TWO_OF_THREE, comment="监护没有写", actor=markers[2], at=at, turn=3)

    assert Score.objects.get().percent == Decimal(80)


def test_what_the_rules_refuse_changes_nothing(person, markers, at):
    attempt = submitted_with_a_written_answer(person, at=at)
    task = attempt.marking_tasks.get()

    with pytest.raises(NotYourOwnAnswer):
        give(task, lines=ALL, comment="", actor=person.user, at=at, turn=1)
    with pytest.raises(MarkingRefused):
        give(task, lines={"a": "1"}, comment="", actor=markers[0], at=at, turn=1)
    with pytest.raises(MarkedAlready):
        give(task, lines=ALL, comment="", actor=markers[0], at=at, turn=2)
    give(task, lines=ALL, comment="", actor=markers[0], at=at, turn=1)
    with pytest.raises(MarkedAlready):
        give(task, lines=NONE, comment="", actor=markers[1], at=at, turn=1)

    assert (Marking.objects.count(), Score.objects.get().percent) == (1, Decimal(100))


def test_the_queue_is_blind_and_leaves_out_what_one_may_not_mark(client, person, markers, at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    attempt = submitted_with_a_written_answer(person, at=at, double_marking=True)
    task = attempt.marking_tasks.get()
    enter(client, markers[0])

    listed = client.get(reverse("exams:marking")).content.decode()
    [row] = queues(markable_tasks(markers[0], day=at.date()), marker_id=markers[0].pk)
    reply = client.get(reverse("exams:marking_next", args=[attempt.exam.public_id, task.version_id]), follow=True)
    page = reply.content.decode()

    assert (row.for_me, row.waiting, row.settled) == (1, 1, 0)
    assert "W1-01" in listed
    assert "先通风，再检测。" in page
    for secret in (person.name, person.employee_no, attempt.public_id):
        assert secret not in page

    data = {"turn": "1", "comment": "", **{f"line-{line}": "1" for line in "abc"}}
    reply = client.post(reverse("exams:marking_answer", args=[task.public_id]), data, follow=True)
    assert "1 份等待他人评分" in reply.content.decode()
    assert not open_for(markable_tasks(markers[0], day=at.date()), marker_id=markers[0].pk).exists()

    enter(client, markers[1])
    page = client.get(reverse("exams:marking_answer", args=[task.public_id])).content.decode()
    assert "两人各评" not in page
    assert 'name="turn" value="2"' in page


def test_nobody_marks_the_people_he_manages_where_the_exam_says_so(person, markers, at):
    attempt = submitted_with_a_written_answer(person, at=at)
    role = JobRole.objects.create(code="R05", name="班组作业人员")
    unit = Unit.objects.get(code="G")
    Employment.objects.create(
        person=person, unit=unit, job_role=role, person_type="own", starts_on=date(2020, 1, 1)
    )
    RoleGrant.objects.create(
        user=markers[0], right="manager", unit=unit, starts_on=date(2020, 1, 1), reason="appointed"
    )

    assert [markable_tasks(marker, day=at.date()).count() for marker in markers] == [0, 1, 1]
    Exam.objects.update(foreign_markers=False)
    assert markable_tasks(markers[0], day=at.date()).count() == 1
    assert attempt.state == "submitted"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_queues_costs_the_same_whatever_its_length(
    client, person, markers, at, monkeypatch, django_assert_num_queries, count
):
    monkeypatch.setattr("core.clock.now", lambda: at)
    for number in range(count):
        submitted_with_a_written_answer(person, at=at, code=f"W{number}")
    enter(client, markers[0])

    with django_assert_num_queries(9):
        reply = client.get(reverse("exams:marking"))

    assert len(reply.context["rows"]) == count


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_database_keeps_markings_and_settles_a_task_once(person, markers, at):
    attempt = submitted_with_a_written_answer(person, at=at)
    task = attempt.marking_tasks.get()
    with pytest.raises(DatabaseError, match="kept"):
        run("UPDATE exams_markingtask SET position = 2")
    with pytest.raises(DatabaseError, match="kept"):
        run("DELETE FROM exams_markingtask")
    give(task, lines=ALL, comment="", actor=markers[0], at=at, turn=1)

    with pytest.raises(DatabaseError, match="kept"):
        run("UPDATE exams_markingtask SET share = 0")
    for statement in ("UPDATE exams_marking SET share = 0", "DELETE FROM exams_marking"):
        with pytest.raises(DatabaseError, match="append-only"):
            run(statement)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"share": Decimal("1.1")}, "share_is_share"),
        ({"turn": 0}, "turn_known"),
        ({"turn": 3}, "has_a_reason"),
        ({"own": True}, "not_of_oneself"),
    ],
)
def test_the_database_refuses_what_is_no_marking(person, markers, at, fields, name):
    task = submitted_with_a_written_answer(person, at=at).marking_tasks.get()
    values = {"turn": 1, "marker": markers[0], "share": Decimal(1), **fields}
    if values.pop("own", False):
        values["subject"] = markers[0]

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Marking.objects.create(task=task, lines={}, marked_at=at, **values)


def test_overdue_attempts_stand_in_the_queue_too(person, at):
    exam = make_exam(at=at, code="W3", items=1, like=WRITTEN)
    attempt = attempts.start(exam, person=person, actor=person.user, at=at)
    attempts.save(attempt, answers=[attempts.Answer(1, "通风", 1, "c1")], received_at=at)
    attempts.close_overdue(attempt, at=at + timedelta(hours=1))

    assert Attempt.objects.get().state == "closed"
    assert attempt.marking_tasks.count() == 1
