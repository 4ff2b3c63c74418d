"""The audit trail: who sees which events, found how, in words."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse

from compliance.models.audit_labels import ACTION_LABELS
from compliance.permissions import visible_events
from core import audit
from core.models import AuditEvent
from people.models import Employment, Person, Unit, User
from tests.permissions.conftest import world

__all__ = ["world"]
pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def page(client, world, actor, name="trail", language="en", **query):
    client.force_login(world.users[actor], backend=BACKEND)
    client.cookies["django_language"] = language
    return client.get(reverse(f"compliance:{name}"), query)


def found(client, world, actor="auditor", **query):
    return {(row.action, row.actor) for row in page(client, world, actor, **query).context["rows"]}


def record(world, action, actor, target, **data):
    who = world.users[actor] if actor else None
    return audit.record(action=action, actor=who, target=target, at=world.at, data=data)


@pytest.fixture
def elsewhere(world):
    """Somebody who works in the other branch."""
    person = Person.objects.create(
        employee_no="ELSEWHERE", name="别处", user=User.objects.create_user("ELSEWHERE")
    )
    Employment.objects.create(
        person=person, unit=Unit.objects.get(code="B2"), job_role=world.requirement.job_role, person_type="own",
        starts_on=date(2020, 1, 1),
    )  # fmt: skip
    return person


def test_whole_organisation_sees_all_and_a_branch_its_people(world, elsewhere):
    event = record(world, "people.record_downloaded", "hr", elsewhere)
    theirs = audit.record(action="courses.enrolled", actor=elsewhere.user, target=world.enrolment, at=world.at)
    day = world.at.date()

    for actor in ("safety", "auditor"):
        assert visible_events(world.users[actor], day=day).count() == AuditEvent.objects.count()
    for actor in ("other_safety", "other_auditor"):
        assert set(visible_events(world.users[actor], day=day)) == {event, theirs}
    for actor in ("hr", "manager", "admin", "self"):
        assert not visible_events(world.users[actor], day=day).exists()


def test_events_are_found_by_person_deed_object_and_period(client, world, elsewhere):
    record(world, "people.record_downloaded", "hr", elsewhere, reason="audit of 2026")
    took = ("downloaded a person's record", "HR")

    assert found(client, world, person="别处") == {took}
    assert found(client, world, action="people.record_downloaded") == {took}
    assert found(client, world, kind="people.person", thing="别") == {took}
    assert found(client, world, person="别处", first=world.at.date() + timedelta(days=1)) == set()
    assert found(client, world, person="别处", last=world.at.date() - timedelta(days=1)) == set()
    assert "audit of 2026" in page(client, world, "auditor", person="别处").content.decode()


def test_by_a_person_one_finds_what_was_done_with_the_records(client, world):
    deeds = {deed for deed, _actor in found(client, world, person="SELF")}

    assert {"enrolled somebody", "began an attempt", "proposed an exemption"} <= deeds
    assert "enrolled somebody" not in {deed for deed, _ in found(client, world, person="COLLEAGUE")}


def test_events_of_long_ago_show_when_asked_for(client, world):
    old = audit.record(
        action="people.unit_added", actor=None, target=Unit.objects.first(), at=world.at - timedelta(days=60)
    )

    assert ("added a unit", "the system") not in found(client, world)
    assert ("added a unit", "the system") in found(client, world, first=old.at.date())


def test_words_stand_in_both_languages_and_no_code(client, world):
    for language, words in (("zh-hans", "开始作答"), ("en", "began an attempt")):
        text = page(client, world, "safety", language=language).content.decode()
        assert words in text
        assert "exams.attempt_started<" not in text


def test_trail_tells_no_question_and_no_key(client, world):
    record(world, "exams.key_correction_proposed", "trainer", world.task.version, reason="B is right")

    text = page(client, world, "auditor", action="exams.key_correction_proposed").content.decode()

    assert "proposed the correction of a key" in text
    assert "B is right" not in text


def test_file_holds_what_was_found_and_is_noted_itself(client, world, monkeypatch):
    client.force_login(world.users["auditor"], backend=BACKEND)
    client.cookies["django_language"] = "en"
    door = reverse("compliance:trail_file", kwargs={"kind": "xlsx"})

    answer = client.get(door, {"action": "exams.attempt_started"})

    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0].values)
    assert rows[0][3] == "What was done"
    assert {row[3] for row in rows[1:]} == {"began an attempt"}
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.data["rows"]) == ("compliance.trail_exported", len(rows) - 1)

    monkeypatch.setattr("compliance.views.trail.MOST_ROWS", 0)
    assert "too many events" in client.get(door, follow=True).content.decode()


def test_one_sees_who_changed_or_took_ones_own_record_but_no_marker(client, world):
    record(world, "people.record_downloaded", "hr", world.person)
    record(world, "exams.answer_marked", "trainer", world.marked)
    record(world, "people.record_downloaded", "hr", Person.objects.get(employee_no="COLLEAGUE"))

    rows = list(page(client, world, "self", "own_trail").context["rows"])

    assert ("downloaded a person's record", "HR", "C1的人") in {(r.action, r.actor, r.thing) for r in rows}
    assert {r.thing for r in rows if r.kind == "person"} == {"C1的人"}
    assert "TRAINER" not in {r.actor for r in rows if r.kind == "attempt"}
    assert "SELF" not in {r.actor for r in rows}
    mine = page(client, world, "self", "own_trail", show="by").context["rows"]
    assert {r.actor for r in mine} == {"SELF"}


@pytest.mark.parametrize("more", [0, 2])
def test_trail_costs_the_same_number_of_queries(client, world, more, django_assert_num_queries):
    for _ in range(more):
        record(world, "people.record_downloaded", "hr", world.person)
    page(client, world, "auditor")

    with django_assert_num_queries(7):
        client.get(reverse("compliance:trail"), {"person": "SELF"})


def test_every_word_is_offered_once():
    words = [str(label) for label in ACTION_LABELS.values()]

    assert len(words) == len(set(words))
