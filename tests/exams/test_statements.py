"""What a candidate's writes cost the database: exactly so many statements, whatever the number of questions."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import audit
from exams.actions import attempts
from exams.domain.start_code import start_code
from exams.models import Attempt, Candidate, ResponseEvent
from exams.queries.attempts import form_items
from tests.factories.exams import as_shown, make_exam, make_sitting

pytestmark = pytest.mark.django_db
QUESTIONS = [1, 3, 120]
TRANSACTIONS = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def statements(captured):
    """Return verb and table of every statement that is no mere edge of a transaction; COPY inserts too."""
    found = []
    for query in captured.captured_queries:
        words = query["sql"].split()
        if not words[0].upper().startswith(TRANSACTIONS):
            verb = "INSERT" if words[0] == "COPY" else words[0]
            place = 2 if words[0] == "INSERT" else 1
            found.append(f"{verb} {words[place].split('.')[0].strip(chr(34))}")
    return found


@pytest.fixture
def door(client, user, at, monkeypatch):
    """Post, or get, as the candidate and return reply and statements after those of session and account."""
    monkeypatch.setattr("core.clock.now", lambda: at)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    def post(name, public_id, data=None, *, by="post", **kwargs):
        with CaptureQueriesContext(connection) as captured:
            reply = getattr(client, by)(reverse(name, args=[public_id]), data, **kwargs)
        found = statements(captured)
        assert found[:2] == ["SELECT django_session", "SELECT people_user"]
        return reply, found[2:]

    return post


START = [
    "SELECT exams_blueprintrow",
    "SELECT people_person",
    "SELECT exams_itemversion",
    "INSERT exams_examform",
    "INSERT exams_formitem",
    "INSERT exams_attempt",
]
AUDIT = ["SELECT core_audithead", "INSERT core_auditevent", "UPDATE core_audithead"]


@pytest.fixture
def trail(user, at):
    """The audit trail has begun, as on every day but the first."""

    audit.record(action="people.signed_in", actor=user, target=user, at=at)


@pytest.mark.parametrize("questions", QUESTIONS)
def test_start_is_six_statements_and_its_audit_row(door, trail, person, at, questions):
    exam = make_exam(at=at, items=questions)

    reply, found = door("exams:start", exam.public_id)

    assert reply.url == reverse("exams:attempt", args=[Attempt.objects.get().public_id])
    assert len(form_items(Attempt.objects.get())) == questions
    assert found == START + AUDIT


@pytest.mark.parametrize("questions", QUESTIONS)
def test_start_in_a_room_asks_for_the_roster_too(door, trail, person, user, at, questions):
    exam = make_exam(at=at, items=questions)
    sitting = make_sitting(exam, at=at)
    Candidate.objects.create(sitting=sitting, person=person, identity_checked_at=at, identity_checked_by=user)
    code = start_code(secret=sitting.code_secret, at=at)

    _reply, found = door("exams:start", exam.public_id, {"sitting": sitting.public_id, "code": code})

    assert Attempt.objects.get().mode == "on_site"
    assert found == [START[0], "SELECT exams_candidate", *START[1:], *AUDIT]


def test_start_again_only_reads(door, person, user, at):
    exam = make_exam(at=at)
    attempts.start(exam, person=person, actor=user, at=at)

    _reply, found = door("exams:start", exam.public_id)

    assert found == ["SELECT exams_blueprintrow", "SELECT people_person", "SELECT exams_attempt"]


def batch(attempt, value, sequence):
    rows = [
        {
            "position": row.position,
            "value": as_shown(attempt, value, position=row.position),
            "sequence": sequence,
            "client_id": f"{sequence}-{row.position}",
        }
        for row in form_items(attempt)
    ]
    return {"data": json.dumps({"answers": rows}), "content_type": "application/json"}


@pytest.mark.parametrize("questions", QUESTIONS)
def test_save_is_two_statements_first_again_and_changed(door, person, user, at, questions):
    attempt = attempts.start(make_exam(at=at, items=questions), person=person, actor=user, at=at)
    read, write = "SELECT exams_attempt", "INSERT exams_responseevent"

    first, found = door("exams:save", attempt.public_id, **batch(attempt, "a", 1))
    assert (len(first.json()["saved"]), found) == (questions, [read, write])
    again, found = door("exams:save", attempt.public_id, **batch(attempt, "a", 1))
    assert (again.json(), found) == (first.json(), [read])
    _reply, found = door("exams:save", attempt.public_id, **batch(attempt, "b", 2))
    assert found == [read, write]

    assert set(attempt.responses.values_list("value", flat=True)) == {"b"}
    assert ResponseEvent.objects.count() == 2 * questions


def test_sign_of_life_is_one_statement(door, person, user, at):
    attempt = attempts.start(make_exam(at=at), person=person, actor=user, at=at)

    reply, found = door("exams:save", attempt.public_id, data='{"answers": []}', content_type="application/json")

    assert (reply.json()["saved"], reply.json()["state"]) == ([], "open")
    assert found == ["SELECT exams_attempt"]


READ = "SELECT exams_attempt"
ITEMS, ANSWERS, RIGHTS = "SELECT exams_formitem", "SELECT exams_responseevent", "SELECT people_rolegrant"


@pytest.mark.parametrize("questions", QUESTIONS)
def test_pages_before_the_end_cost_the_same_for_any_number_of_questions(door, person, user, at, questions):
    exam = make_exam(at=at, items=questions)
    attempt = attempts.start(exam, person=person, actor=user, at=at)
    form_items(attempt)  # the wordings are in memory, as for all but the first of a room

    _reply, found = door("exams:introduction", exam.public_id, by="get")
    assert found == ["SELECT exams_blueprintrow", "SELECT people_person", RIGHTS]
    _reply, found = door("exams:attempt", attempt.public_id, by="get")
    assert found == [READ, ANSWERS, ITEMS, RIGHTS]
    _reply, found = door("exams:summary", attempt.public_id, by="get")
    assert found == [READ, ANSWERS, ITEMS, RIGHTS]


@pytest.mark.parametrize("questions", QUESTIONS)
def test_the_end_costs_the_same_for_any_number_of_questions(door, trail, person, user, at, questions):
    attempt = attempts.start(make_exam(at=at, items=questions), person=person, actor=user, at=at)
    form_items(attempt)
    door("exams:save", attempt.public_id, **batch(attempt, "b", 1))

    _reply, found = door("exams:submit", attempt.public_id)
    marking = [ITEMS, ANSWERS, "SELECT exams_keycorrection", "INSERT exams_score"]
    assert found == [READ, "UPDATE exams_attempt", *marking, *AUDIT]

    _reply, found = door("exams:result", attempt.public_id, by="get")
    said = ["SELECT exams_score", "SELECT exams_appeal", ITEMS, ANSWERS, "SELECT exams_keycorrection"]
    assert found == [READ, *said, "SELECT exams_itembasis", "SELECT exams_item", ANSWERS, RIGHTS]
