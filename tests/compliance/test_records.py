"""What is on file of one person: who sees how much of it, and what never leaves."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse

from core.models import AuditEvent
from courses.models import CourseCompletion, Enrolment
from exams.actions import rulings
from exams.enums import Release, RulingKind
from exams.models import Attempt, Exam, Score
from tests.factories.compliance import employ
from tests.factories.exams import sat
from tests.permissions.conftest import world

__all__ = ["world"]
pytestmark = pytest.mark.django_db


def door(client, world, actor, name="person_exams", **kwargs):
    client.force_login(world.users[actor], backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["django_language"] = "en"
    return client.get(reverse(f"compliance:{name}", kwargs={"public_id": world.person.public_id, **kwargs}))


def sheet(answer):
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return list(book.worksheets[0].iter_rows(values_only=True))


@pytest.mark.parametrize(
    ("actor", "sees_points"),
    [("self", True), ("manager", False), ("hr", True), ("safety", True), ("auditor", True)],
)
def test_line_managers_see_who_passed_and_others_how_far(client, world, actor, sees_points):
    score = Score.objects.get(attempt=world.appeal.attempt)

    page = door(client, world, actor)

    [row] = [row for row in page.context["rows"] if row.attempt == world.appeal.attempt]
    assert row.passed is score.passed
    assert row.percent == (score.percent if sees_points else None)
    assert ("Percent" in page.content.decode()) is sees_points


def test_installation_may_let_managers_see_points(client, world, settings):
    settings.MANAGERS_SEE_SCORES = True

    assert "Percent" in door(client, world, "manager").content.decode()


def test_result_shows_once_the_person_may_see_it_and_never_when_void(client, world):
    attempt = world.appeal.attempt
    Exam.objects.filter(pk=attempt.exam_id).update(release=Release.BY_APPROVAL)
    assert {row.passed for row in door(client, world, "hr").context["rows"]} == {None}

    Exam.objects.filter(pk=attempt.exam_id).update(release=Release.AT_ONCE)
    assert {row.passed for row in door(client, world, "hr").context["rows"]} != {None}

    staff = world.users["safety"], world.users["other_safety"]
    ruling = rulings.propose(attempt, kind=RulingKind.VOID, reason="火警", actor=staff[0], at=world.at)
    rulings.approve(ruling, note="", actor=staff[1], at=world.at)
    assert {row.passed for row in door(client, world, "hr").context["rows"]} == {None}


def test_page_and_files_hold_no_question_and_no_key(client, world):
    told = door(client, world, "hr").content + door(client, world, "hr", "person").content
    told += b"".join(door(client, world, "hr", "person_exams_file", kind="csv").streaming_content)

    for row in world.appeal.attempt.form.items.select_related("version"):
        assert row.version.stem.encode() not in told


def test_files_hold_every_row_and_are_noted(client, world):
    rows = sheet(door(client, world, "auditor", "person_exams_file", kind="xlsx"))

    attempts = Attempt.objects.filter(person=world.person).count()
    assert len(rows) == attempts + 1
    assert rows[0][-2:] == ("Percent", "Needed")
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.target_type, event.target_id) == (
        "people.record_downloaded", "people.person", str(world.person.pk)
    )  # fmt: skip
    assert event.data == {"list": "exams", "rows": attempts}

    lines = b"".join(door(client, world, "manager", "person_learning_file", kind="csv").streaming_content)
    [head, line] = lines.decode("utf-8-sig").splitlines()
    assert head == "Course,Source,Enrolled at,Due on,Completed at,Training hours"
    assert "own choice,2026-11-" in line


@pytest.mark.parametrize(("name", "statements"), [("person_learning", 6), ("person_exams", 8)])
@pytest.mark.parametrize("more", [0, 2])
def test_lists_cost_the_same_number_of_queries(client, world, name, statements, more, django_assert_num_queries):
    for cycle in range(2, 2 + more):
        done = Enrolment.objects.create(
            person=world.person, course=world.course, cycle=cycle, source="self", enrolled_at=world.at,
            completed_at=world.at,
        )  # fmt: skip
        CourseCompletion.objects.create(enrolment=done, completed_at=world.at, course_title="M1", hours=2)
        sat(world.person, world.appeal.attempt.exam, answers={1: "a"}, at=world.at + timedelta(days=cycle))
    door(client, world, "hr", name)

    with django_assert_num_queries(statements):
        page = client.get(reverse(f"compliance:{name}", args=[world.person.public_id])).context["page"]
    assert page.paginator.count == more + (1 if name == "person_learning" else 3)


def test_somebody_who_moved_away_is_no_longer_on_file_for_the_old_chief(client, world):
    world.person.employments.update(ends_on=world.at.date() - timedelta(days=1))
    employ(99, world.requirement.job_role, "B2")

    assert door(client, world, "manager").status_code == 404
