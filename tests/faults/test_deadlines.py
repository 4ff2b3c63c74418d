"""Around the deadline every path that writes gives the same verdict, that of one pure function."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exams.actions import answer_files, posted
from exams.actions.attempts import start
from exams.actions.sittings import close_overdue_attempts
from exams.domain import timing
from exams.domain.answer_file import key_of, sealed
from exams.models import AnswerDecision, Response, ResponseEvent
from people.enums import Right
from people.models import RoleGrant, Unit, User
from tests.exams.item_types.samples import SITUATION, SITUATION_KEY
from tests.factories.exams import as_shown, make_exam

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
BRANCHING = {"item_type": "branching", "body": SITUATION, "key": SITUATION_KEY}
OFFSETS = {"T-1": -SECOND, "T": timedelta(0), "T+grace": timing.GRACE, "T+grace+1": timing.GRACE + SECOND}


def by_save(client, attempt, at):
    row = {"position": 1, "value": as_shown(attempt, "b"), "sequence": 1, "client_id": "c1"}
    client.post(address(attempt, "save"), json.dumps({"answers": [row]}), content_type="application/json")
    return ResponseEvent.objects.get(attempt=attempt).fate == "counted"


def by_plain_form(client, attempt, at):
    client.post(address(attempt, "answers"), {"q1": as_shown(attempt, "b")})
    return ResponseEvent.objects.get(attempt=attempt).fate == "counted"


def by_step(client, attempt, at):
    [call] = as_shown(attempt, {"path": ["call"]})["path"]
    client.post(address(attempt, "branch"), {"branch": "1:0", "q1-choice": call})
    return ResponseEvent.objects.get(attempt=attempt).fate == "counted"


def by_file(client, attempt, at, *, made_at=None):
    """Let who keeps the exam hand in the sealed file of a device, on which the answer was given at the start."""
    sign_in_examiner(client, "T1", at)
    client.post(
        reverse("exams:exam_answer_file", args=[attempt.exam.public_id]), {"file": file_of(attempt, made_at)}
    )
    return ResponseEvent.objects.get(attempt=attempt).fate == "counted"


def by_hand_in(client, attempt, at):
    client.post(address(attempt, "submit"))
    attempt.refresh_from_db()
    assert attempt.ended_at == (at if attempt.state == "submitted" else attempt.deadline_at)
    return attempt.state == "submitted"


def by_opening(client, attempt, at):
    client.get(address(attempt, "attempt"))
    attempt.refresh_from_db()
    return attempt.state == "open"


def by_looking_at_the_result(client, attempt, at):
    client.get(address(attempt, "result"))
    attempt.refresh_from_db()
    return attempt.state == "open"


def by_sweep(client, attempt, at):
    close_overdue_attempts(at=at)
    attempt.refresh_from_db()
    return attempt.state == "open"


PATHS = [by_save, by_plain_form, by_step, by_file, by_hand_in, by_opening, by_looking_at_the_result, by_sweep]


def address(attempt, name):
    return reverse(f"exams:{name}", args=[attempt.public_id])


def sign_in_examiner(client, number, at):
    user = User.objects.create_user(number, "correct-horse-7")
    top, _ = Unit.objects.get_or_create(
        code="G12", defaults={"name": "G", "kind": "group", "valid_from": "2015-01-01"}
    )
    RoleGrant.objects.create(user=user, right=Right.TRAINER, unit=top, starts_on=at.date(), reason="x")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")


def file_of(attempt, made_at=None):
    made = int((made_at or attempt.started_at).timestamp() * 1000)
    row = {"position": 1, "value": as_shown(attempt, "b"), "sequence": 1, "client_id": "c1", "made_at": made}
    key = key_of(attempt.public_id, secret=settings.SECRET_KEY)
    text = sealed(attempt.public_id, device="a" * 26, answers=[row], key=key, nonce=b"n" * 12)
    return SimpleUploadedFile("answers.json", text.encode())


def takes_it(path, offset, *, client, person, at, monkeypatch):
    """Tell whether this path still takes what comes so long after the deadline."""
    exam = make_exam(at=at, items=1, like=BRANCHING if path is by_step else None)
    attempt = start(exam, person=person, actor=person.user, at=at)
    moment = attempt.deadline_at + offset
    monkeypatch.setattr("core.clock.now", lambda: moment)
    client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    taken = path(client, attempt, moment)
    assert timing.is_over(at=moment, deadline_at=attempt.deadline_at) == (offset > timing.GRACE)
    return taken


@pytest.mark.parametrize("offset", OFFSETS.values(), ids=OFFSETS)
@pytest.mark.parametrize("path", PATHS)
def test_every_path_gives_the_verdict_of_the_one_function(path, offset, client, person, at, monkeypatch):
    taken = takes_it(path, offset, client=client, person=person, at=at, monkeypatch=monkeypatch)

    assert taken == (offset <= timing.GRACE)


def test_a_path_that_forgets_the_grace_is_found(client, person, at, monkeypatch):
    honest = posted.save
    careless = lambda attempt, *, received_at, **more: honest(  # noqa: E731
        attempt, received_at=min(received_at, attempt.deadline_at), **more
    )
    monkeypatch.setattr(posted, "save", careless)

    offset = OFFSETS["T+grace+1"]
    assert takes_it(by_plain_form, offset, client=client, person=person, at=at, monkeypatch=monkeypatch)


@pytest.mark.parametrize(("made", "may_count"), [(-SECOND, True), (timedelta(0), True), (SECOND, False)])
def test_file_that_comes_after_the_deadline_counts_by_an_examiners_word_if_made_before(
    made, may_count, client, person, at, monkeypatch
):
    attempt = start(make_exam(at=at, items=1), person=person, actor=person.user, at=at)
    moment = attempt.deadline_at + timedelta(hours=1)
    monkeypatch.setattr("core.clock.now", lambda: moment)
    assert not by_file(client, attempt, moment, made_at=attempt.deadline_at + made)
    close_overdue_attempts(at=moment)

    decision = {"events": [ResponseEvent.objects.get().pk], "reason": "no network", "decision": "accept"}
    door = reverse("exams:record_decide", args=[attempt.public_id])
    client.post(door, decision)
    assert not AnswerDecision.objects.exists(), "who handed the file in has decided on it"
    sign_in_examiner(client, "T2", moment)
    client.post(door, decision)

    assert (Response.objects.exists(), AnswerDecision.objects.exists()) == (may_count, may_count)


def test_a_file_whose_word_is_taken_for_the_time_is_found(client, person, at, monkeypatch):
    honest = answer_files.save_to
    trusting = lambda runs, *, answers, received_at, device: honest(  # noqa: E731
        runs, answers=answers, received_at=min(answer.made_at for answer in answers), device=device
    )
    monkeypatch.setattr(answer_files, "save_to", trusting)

    offset = OFFSETS["T+grace+1"]
    assert takes_it(by_file, offset, client=client, person=person, at=at, monkeypatch=monkeypatch)
