"""One pen: a device that lost it is heard, but changes nothing; it passes knowingly, on site by the proctor."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.models import AuditEvent
from exams.actions import attempts, devices
from exams.actions.attempts import Answer
from exams.domain.start_code import start_code
from exams.errors import OpenElsewhere, ProctorDecides, RequestOver, TimeIsUp
from exams.models import Attempt, Candidate, Incident, Response, ResponseEvent, Takeover, TakeoverRequest
from exams.views.devices import COOKIE
from tests.factories.exams import as_shown, make_exam, make_sitting

pytestmark = pytest.mark.django_db
A, B, C = "a" * 26, "b" * 26, "c" * 26
MINUTE = timedelta(minutes=1)


def begin(person, at, *, device=A, sitting=None, code="E1"):
    room = {}
    if sitting is not None:
        Candidate.objects.update_or_create(
            sitting=sitting,
            person=person,
            defaults={"identity_checked_at": at, "identity_checked_by": person.user},
        )
        room = {"sitting": sitting, "code": start_code(secret=sitting.code_secret, at=at)}
    exam = sitting.exam if sitting is not None else make_exam(at=at, code=code)
    return attempts.start_by({"pk": person.pk}, exam=exam, actor=person.user, at=at, device=device, **room)


def put(attempt, at, device, *, value="b", sequence=1, position=1):
    batch = [Answer(position, value, sequence, f"{device[0]}-{position}-{sequence}")]
    return attempts.save(attempt, answers=batch, received_at=at, device=device)[0].fate


def test_answers_of_another_device_are_kept_and_do_not_count(person, at):
    attempt = begin(person, at)

    assert [put(attempt, at, A), put(attempt, at, B, value="c", sequence=9)] == ["counted", "other_device"]
    assert list(Response.objects.values_list("value", flat=True)) == ["b"]
    assert set(ResponseEvent.objects.values_list("device", "fate")) == {(A, "counted"), (B, "other_device")}


def test_takeover_moves_the_pen_and_is_kept_as_a_row(person, at):
    attempt = begin(person, at)
    put(attempt, at, A)

    devices.take_over(attempt, device=B, actor=person.user, at=at + MINUTE)

    assert [put(attempt, at, A, value="c", sequence=5), put(attempt, at, B, value="d", sequence=2)] == [
        "other_device",
        "counted",
    ]
    assert list(Response.objects.values_list("value", flat=True)) == ["d"]
    [takeover] = Takeover.objects.all()
    assert (takeover.epoch, takeover.before, takeover.device, takeover.given_by) == (2, A, B, person.user)
    assert AuditEvent.objects.filter(action="exams.attempt_taken_over").count() == 1


def test_takeover_by_the_device_that_holds_the_pen_changes_nothing(person, at):
    attempt = begin(person, at)
    devices.take_over(attempt, device=A, actor=person.user, at=at)

    assert (Attempt.objects.get().epoch, Takeover.objects.count()) == (1, 0)


def test_takeover_after_the_deadline_is_refused(person, at):
    attempt = begin(person, at)

    with pytest.raises(TimeIsUp):
        devices.take_over(attempt, device=B, actor=person.user, at=attempt.deadline_at + MINUTE)


def test_attempt_without_a_named_device_is_open_to_all_until_one_takes_it(person, at):
    attempt = begin(person, at, device="")

    assert [put(attempt, at, A), put(attempt, at, B, sequence=2)] == ["counted", "counted"]
    devices.take_over(attempt, device=B, actor=person.user, at=at)
    assert put(attempt, at, A, sequence=3) == "other_device"


def test_on_site_the_proctor_passes_the_pen(person, at, django_user_model):
    proctor = django_user_model.objects.create_user("P1", "correct-horse-7")
    sitting = make_sitting(make_exam(at=at), at=at)
    attempt = begin(person, at, sitting=sitting)

    with pytest.raises(ProctorDecides):
        devices.take_over(attempt, device=B, actor=person.user, at=at)
    first = devices.ask(attempt, device=B, actor=person.user, at=at)
    assert devices.ask(attempt, device=B, actor=person.user, at=at) == first
    second = devices.ask(attempt, device=C, actor=person.user, at=at)
    with pytest.raises(RequestOver):
        devices.approve(first, actor=proctor, at=at)
    devices.approve(second, actor=proctor, at=at)
    with pytest.raises(RequestOver):
        devices.approve(second, actor=proctor, at=at)

    assert Attempt.objects.get().device == C
    assert TakeoverRequest.objects.count() == 2
    assert list(Incident.objects.values_list("kind", "note")) == [("device_changed", "AAAA → CCCC")]


def test_only_the_device_with_the_pen_hands_in(person, at):
    attempt = begin(person, at)

    with pytest.raises(OpenElsewhere):
        attempts.submit(attempt, actor=person.user, at=at, device=B)
    assert attempts.submit(attempt, actor=person.user, at=at, device=A).state == "submitted"


def test_database_keeps_one_takeover_for_each_epoch(person, at):
    attempt = begin(person, at)
    devices.take_over(attempt, device=B, actor=person.user, at=at)
    fields = {"attempt": attempt, "device": C, "given_by": person.user, "given_at": at}

    for wrong in ({"epoch": 2}, {"epoch": 1}, {"epoch": 3, "device": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Takeover.objects.create(**{**fields, **wrong})


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(["put", "take", "again"])), max_size=14))
def test_answer_that_stands_is_the_newest_of_the_holder_of_the_pen(person, at, story):
    Attempt.objects.filter(state="open").update(state="closed", ended_at=at)
    attempt = begin(person, at, code=f"P{Attempt.objects.count()}")
    names, holder, stands, sequence, sent = {"A": A, "B": B}, "A", None, {"A": 0, "B": 0}, []
    for who, deed in story:
        if deed == "take":
            devices.take_over(attempt, device=names[who], actor=person.user, at=at)
            if who != holder:  # who takes over reads the paper as it stands
                sequence[who] = max(sequence.values())
            holder = who
        elif deed == "put":
            sequence[who] += 1
            value = "abcd"[sequence[who] % 4]
            answer = Answer(1, value, sequence[who], f"{who}-{len(sent)}")
            sent.append((who, answer))
            attempts.save(attempt, answers=[answer], received_at=at, device=names[who])
            stands = value if who == holder else stands
        elif sent:
            name, answer = sent[0]
            attempts.save(attempt, answers=[answer], received_at=at, device=names[name])

    held = Response.objects.filter(attempt=attempt).first()
    assert (held.value if held else None) == stands
    assert ResponseEvent.objects.filter(attempt=attempt).count() == len(sent)


@pytest.fixture
def phone(client, user, person, at, monkeypatch):
    """The browser of the candidate, signed in."""
    monkeypatch.setattr("core.clock.now", lambda: at)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_start_names_the_device_and_another_sees_no_question_until_it_takes_over(phone, user, at):
    exam = make_exam(at=at)
    page = reverse(
        "exams:attempt", args=[phone.post(reverse("exams:start", args=[exam.public_id])).url.split("/")[2]]
    )
    first = phone.cookies[COOKIE].value
    assert (Attempt.objects.get().device, phone.cookies[COOKIE]["httponly"]) == (first, True)
    assert "第1题" in phone.get(page).content.decode()

    phone.cookies[COOKIE] = B
    gate = phone.get(page).content.decode()
    assert "第1题" not in gate
    assert f"{page}take-over/" in gate
    row = {"position": 1, "sequence": 1, "client_id": "x", "made_at": 1_795_000_000_000}
    body = {"answers": [{**row, "value": as_shown(Attempt.objects.get(), "b")}]}
    reply = phone.post(f"{page}save/", json.dumps(body), content_type="application/json").json()
    assert (reply["saved"][0]["fate"], reply["holds_pen"]) == ("other_device", False)
    assert "take-over" in phone.post(f"{page}submit/", follow=True).content.decode()
    phone.post(f"{page}take-over/")
    assert "第1题" in phone.get(page).content.decode()
    assert ResponseEvent.objects.get().made_at.year == 2026


@pytest.mark.parametrize("bad", ["x" * 26, "a" * 25, "A" * 26, ""], ids=["ok", "short", "capitals", "none"])
def test_name_of_a_device_that_is_none_is_replaced(phone, at, bad):
    phone.cookies[COOKIE] = bad
    phone.post(reverse("exams:start", args=[make_exam(at=at).public_id]))

    assert len(Attempt.objects.get().device) == 26
    assert (Attempt.objects.get().device == bad) is (bad == "x" * 26)


def test_proctor_lets_a_candidate_go_on_elsewhere_from_the_roster(
    client, person, user, at, monkeypatch, django_user_model
):
    monkeypatch.setattr("core.clock.now", lambda: at)
    proctor = django_user_model.objects.create_user("P1", "correct-horse-7")
    sitting = make_sitting(make_exam(at=at), at=at)
    sitting.proctors.add(proctor)
    Candidate.objects.create(sitting=sitting, person=person, identity_checked_at=at, identity_checked_by=proctor)
    attempt = begin(person, at, sitting=sitting)
    asked = devices.ask(attempt, device=B, actor=user, at=at)
    client.force_login(proctor, backend="allauth.account.auth_backends.AuthenticationBackend")

    board = client.get(reverse("exams:sitting", args=[sitting.public_id])).content.decode()
    assert reverse("exams:sitting_takeover", args=[sitting.public_id]) in board
    client.post(reverse("exams:sitting_takeover", args=[sitting.public_id]), {"request": asked.pk})

    assert Attempt.objects.get().device == B
    again = client.get(reverse("exams:sitting", args=[sitting.public_id])).content.decode()
    assert reverse("exams:sitting_takeover", args=[sitting.public_id]) not in again
