"""The last resort and what follows: files handed in by staff, late answers decided by an examiner, signals."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from core.models import AuditEvent
from exams.actions import answer_decisions, answer_files, attempts, signals
from exams.actions.attempts import Answer
from exams.domain.answer_file import key_of, sealed
from exams.errors import AttemptRunning, DecisionRefused, NotYourOwnAttempt
from exams.models import AnswerDecision, AnswerFile, Attempt, Candidate, Incident, Response, ResponseEvent
from exams.queries.attempts import current_score
from exams.queries.record import events_of, record_rows
from people.enums import Right
from people.models import RoleGrant, Unit
from tests.factories.exams import as_shown, make_exam, make_sitting

pytestmark = pytest.mark.django_db
A, B = "a" * 26, "b" * 26
MINUTE = timedelta(minutes=1)


@pytest.fixture
def sitting(at):
    return make_sitting(make_exam(at=at), at=at, mode="online")


@pytest.fixture
def attempt(person, sitting, at):
    Candidate.objects.create(sitting=sitting, person=person)
    return attempts.start_by(
        {"pk": person.pk}, exam=sitting.exam, actor=person.user, at=at, sitting=sitting, device=A
    )


@pytest.fixture
def staff(django_user_model, sitting):
    proctor = django_user_model.objects.create_user("P1", "correct-horse-7")
    sitting.proctors.add(proctor)
    return proctor


@pytest.fixture
def examiner(django_user_model, at):
    found = django_user_model.objects.create_user("T1", "correct-horse-7")
    top, _ = Unit.objects.get_or_create(
        code="G12", defaults={"name": "G", "kind": "group", "valid_from": "2015-01-01"}
    )
    RoleGrant.objects.create(user=found, right=Right.TRAINER, unit=top, starts_on=at.date(), reason="x")
    return found


def rows(attempt, at, *, count=5, value="b"):
    made = int(at.timestamp() * 1000)
    return [
        {
            "position": n,
            "value": as_shown(attempt, value, position=n) if value == "b" else value,
            "sequence": n,
            "client_id": f"{attempt.pk}-{n}",
            "made_at": made + n,
        }
        for n in range(1, count + 1)
    ]


def file_of(attempt, answers, *, device=A):
    key = key_of(attempt.public_id, secret=settings.SECRET_KEY)
    return sealed(attempt.public_id, device=device, answers=answers, key=key, nonce=b"n" * 12)


def test_file_gives_the_same_result_as_the_network(attempt, sitting, staff, at):
    text = file_of(attempt, rows(attempt, at))

    taken = answer_files.take_in(text, name="a.json", place=sitting, actor=staff, at=at + MINUTE)
    again = answer_files.take_in(text, name="a.json", place=sitting, actor=staff, at=at + 2 * MINUTE)

    assert {saved.fate for saved in taken.saved} == {"counted"}
    assert again.saved == taken.saved
    assert (ResponseEvent.objects.count(), AnswerFile.objects.count()) == (5, 2)
    assert current_score(attempts.submit(attempt, actor=attempt.person.user, at=at + 3 * MINUTE)).passed
    assert AuditEvent.objects.filter(action="exams.answer_file_handed_in").count() == 2


@pytest.mark.parametrize("problem", ["form", "sitting", "seal", "content"])
def test_file_that_is_not_taken_is_kept_as_evidence(attempt, sitting, staff, at, problem):
    text = file_of(attempt, rows(attempt, at))
    bad = {
        "form": "x",
        "sitting": text.replace(attempt.public_id, "nobody"),
        "seal": text[:-9] + ("A" if text[-9] != "A" else "B") + text[-8:],
        "content": file_of(attempt, [{"position": "1"}]),
    }[problem]

    taken = answer_files.take_in(bad, name="a.json", place=sitting, actor=staff, at=at)

    assert (taken.file.problem, taken.file.text, taken.saved) == (problem, bad, [])
    assert list(Incident.objects.values_list("kind", "note")) == [("answer_file_refused", f"a.json: {problem}")]
    assert ResponseEvent.objects.count() == 0


def late(attempt, staff, at):
    ended = attempts.close_overdue(attempt, at=attempt.deadline_at + MINUTE)
    answer_files.take_in(
        file_of(attempt, rows(attempt, at)),
        name="a.json",
        place=attempt.sitting,
        actor=staff,
        at=attempt.deadline_at + 5 * MINUTE,
    )
    return ended


def test_late_file_counts_when_an_examiner_accepts_it_with_a_reason(attempt, staff, examiner, at):
    ended = late(attempt, staff, at)
    assert (Response.objects.count(), current_score(ended).percent) == (0, 0)
    events = list(ResponseEvent.objects.values_list("pk", flat=True))

    count = answer_decisions.decide(
        ended, events=events, is_accepted=True, reason="no network in the cellar", actor=examiner, at=at
    )

    assert (count, Response.objects.count(), AnswerDecision.objects.count()) == (5, 5, 5)
    score = current_score(ended)
    assert (score.revision, score.passed) == (2, True)
    assert {row.client_id for row in ResponseEvent.objects.filter(fate="counted")} == {
        f"accepted-{n}" for n in events
    }
    with pytest.raises(DecisionRefused):
        answer_decisions.decide(ended, events=events, is_accepted=False, reason="x", actor=examiner, at=at)


def test_declined_answers_stay_late(attempt, staff, examiner, at):
    ended = late(attempt, staff, at)
    events = list(ResponseEvent.objects.values_list("pk", flat=True))
    answer_decisions.decide(ended, events=events, is_accepted=False, reason="copied", actor=examiner, at=at)

    assert (Response.objects.count(), current_score(ended).revision) == (0, 1)


def test_what_cannot_be_decided(attempt, staff, examiner, person, at):
    attempts.save(attempt, answers=[Answer(1, "b", 1, "x", at)], received_at=at, device=B)
    [event] = ResponseEvent.objects.values_list("pk", flat=True)
    fields = {"events": [event], "is_accepted": True, "reason": "x", "actor": examiner, "at": at}
    with pytest.raises(AttemptRunning):
        answer_decisions.decide(attempt, **fields)
    ended = attempts.submit(attempt, actor=person.user, at=at + MINUTE)
    attempts.save(ended, answers=[Answer(2, "b", 1, "y", ended.deadline_at + MINUTE)], received_at=at, device=A)
    after = ResponseEvent.objects.get(client_id="y").pk

    with pytest.raises(NotYourOwnAttempt):
        answer_decisions.decide(ended, **{**fields, "actor": person.user})
    for wrong in ({"events": []}, {"events": [after]}, {"events": [event, 10**9]}, {"reason": " "}):
        with pytest.raises(DecisionRefused):
            answer_decisions.decide(ended, **{**fields, **wrong})
    assert answer_decisions.decide(ended, **fields) == 1
    assert list(Response.objects.values_list("position", "value")) == [(1, "b")]


@pytest.mark.parametrize(
    "table", ["exams_answerfile", "exams_answerdecision", "exams_takeover", "exams_responseevent"]
)
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"], ids=["update", "delete"])
def test_proof_cannot_be_changed(attempt, staff, examiner, at, table, verb):
    ended = late(attempt, staff, at)
    events = list(ResponseEvent.objects.values_list("pk", flat=True))
    answer_decisions.decide(ended, events=events, is_accepted=True, reason="x", actor=examiner, at=at)
    attempt.takeovers.create(epoch=2, device=B, given_by=examiner, given_at=at)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(table))


def test_examiner_sees_the_record_and_decides_on_it(client, attempt, staff, examiner, at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at + timedelta(hours=1))
    late(attempt, staff, at)
    client.force_login(examiner, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = reverse("exams:record", args=[attempt.public_id])

    shown = client.get(page).content.decode()
    assert shown.count('name="events"') == 5
    events = list(ResponseEvent.objects.values_list("pk", flat=True))
    client.post(f"{page}decide/", {"events": events, "reason": "cellar", "decision": "accept"})
    assert Response.objects.count() == 5
    assert client.get(page, {"show": "uncounted"}).content.decode().count('name="events"') == 0
    client.post(f"{page}decide/", {"events": events[:1], "decision": "accept"})
    assert AnswerDecision.objects.count() == 5


@pytest.mark.parametrize("count", [1, 3])
def test_record_costs_the_same_number_of_queries(attempt, at, count, django_assert_num_queries):
    for n in range(1, count + 1):
        attempts.save(attempt, answers=[Answer(n, "b", n, f"c{n}")], received_at=at, device=A)

    with django_assert_num_queries(2):
        assert len(record_rows(attempt, events_of(attempt, only_uncounted=False))) == count


def test_proctor_hands_a_file_in_on_the_page_of_the_sitting(client, attempt, sitting, staff, at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    door = reverse("exams:sitting_answer_file", args=[sitting.public_id])

    for text in (file_of(attempt, rows(attempt, at)).encode(), b"\xff\x00\xfe"):
        client.post(door, {"file": SimpleUploadedFile("a.json", text, "application/json")})

    assert list(AnswerFile.objects.order_by("pk").values_list("problem", flat=True)) == ["", "form"]
    assert Response.objects.count() == 5
    board = client.get(reverse("exams:sitting", args=[sitting.public_id])).content.decode()
    assert "a.json: form" in board


def test_signals_of_a_device_are_kept_for_the_proctor(client, attempt, person, at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    door = reverse("exams:signal", args=[attempt.public_id])
    told = [
        {"kind": "focus_lost", "seconds": 7},
        {"kind": "verdict", "seconds": 7},
        {"kind": "focus_lost", "seconds": -1},
    ]
    statuses = [client.post(door, json.dumps(one), content_type="application/json").status_code for one in told]

    assert statuses == [204, 422, 422]
    assert list(Incident.objects.values_list("kind", "note", "attempt")) == [("focus_lost", "7 s", attempt.pk)]
    monkeypatch.setattr(signals, "MOST_SIGNALS", 1)
    assert signals.note(attempt, kind="focus_lost", seconds=20, at=at) is None
    assert Attempt.objects.get().state == "open"
