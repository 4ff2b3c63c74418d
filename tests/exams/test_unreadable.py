"""An answer that cannot be read: kept as it came, acknowledged, told in words, and in nobody's way."""

import json

import pytest
from django.urls import reverse

from exams.actions import attempts
from exams.actions.posted import keep_form
from exams.actions.received import Answer
from exams.models import Attempt, Response, ResponseEvent
from exams.queries.held_answers import attempt_of_key
from exams.queries.record import events_of, record_rows
from tests.exams.item_types.samples import SAMPLES
from tests.factories.exams import as_shown, make_exam

pytestmark = pytest.mark.django_db
READ = ["SELECT", "INSERT"]
BAD = {
    "option": (1, "z", '"z"'),
    "list": (1, ["b"], '["b"]'),
    "object": (1, {"甲": None}, '{"甲": null}'),
    "number nought": (1, "b\x00", r'"b\u0000"'),
    "half a sign": (1, "\ud83d", r'"\ud83d"'),
    "no such question": (99, "b", '"b"'),
}


@pytest.fixture
def attempt(person, user, at):
    return attempts.start(make_exam(at=at), person=person, actor=user, at=at)


@pytest.fixture
def door(client, user, attempt, at, monkeypatch):
    """Send a batch of answers."""
    monkeypatch.setattr("core.clock.now", lambda: at)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("exams:save", args=[attempt.public_id])
    return lambda *rows: client.post(address, json.dumps({"answers": rows}), content_type="application/json")


def row(position, value, sequence=1):
    return {"position": position, "value": value, "sequence": sequence, "client_id": f"{position}-{sequence}"}


@pytest.fixture
def sound(attempt):
    """Make an answer that names its option as the screen does."""
    return lambda position, value, sequence=1: row(position, as_shown(attempt, value, position=position), sequence)


@pytest.mark.parametrize(("position", "value", "kept"), BAD.values(), ids=BAD)
def test_one_bad_value_stops_no_other_and_is_kept_as_it_came(door, sound, position, value, kept):
    shape = door(sound(2, "b"), sound(3, "c")).json()
    batch = sound(4, "b"), row(position, value, 2), sound(5, "b")

    first = door(*batch).json()
    again = door(*batch)

    assert [one["fate"] for one in first["saved"]] == ["counted", "unreadable", "counted"]
    assert (again.status_code, again.json()) == (200, first)
    assert (sorted(first), sorted(first["saved"][1])) == (sorted(shape), sorted(shape["saved"][0]))
    assert sorted(Response.objects.values_list("position", flat=True)) == [2, 3, 4, 5]
    assert ResponseEvent.objects.get(fate="unreadable").value == kept


def test_what_stood_stands_on_until_the_answer_is_given_again(door, sound):
    door(sound(1, "a", 1))
    door(row(1, "z", 2))
    assert list(Response.objects.values_list("value", flat=True)) == ["a"]

    assert door(sound(1, "b", 3)).json()["saved"][0]["fate"] == "counted"
    assert list(Response.objects.values_list("value", flat=True)) == ["b"]


def test_it_costs_the_two_statements_of_every_save(attempt, at, django_assert_num_queries):
    bad = [Answer(n, "z", 1, f"c{n}") for n in (1, 2, 99)]
    run = attempt_of_key(attempt.pk)
    with django_assert_num_queries(4) as found:  # with the begin and the end of the transaction
        attempts.save_to(run, answers=[*bad, Answer(3, "b", 1, "c3")], received_at=at)

    assert [query["sql"].split()[0] for query in found if query["sql"].split()[0] in READ] == READ


@pytest.mark.parametrize(("late_by", "device"), [(2, ""), (0, "b" * 26)], ids=["late", "other device"])
def test_it_is_unreadable_whoever_sends_it_and_when(attempt, late_by, device):
    Attempt.objects.update(device="a" * 26)
    at = attempt.started_at + late_by * (attempt.deadline_at - attempt.started_at)

    [saved] = attempts.save(attempt, answers=[Answer(1, "z", 1, "x")], received_at=at, device=device)

    assert saved.fate == "unreadable"


def test_staff_read_it_on_the_record(attempt, at):
    for position, value in ((1, {"甲": 1}), (99, "b")):
        attempts.save(attempt, answers=[Answer(position, value, 1, f"c{position}")], received_at=at)

    rows = record_rows(attempt, events_of(attempt, only_uncounted=True))

    assert [(one.event.position, one.words, one.is_open) for one in rows] == [
        (99, '"b"', False),
        (1, '{"甲": 1}', False),
    ]


def test_a_plain_form_says_which_answer_to_give_again_and_keeps_the_others(client, user, attempt, at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    form = {"q1": "z", "q2": as_shown(attempt, "b", position=2)}
    page = client.post(reverse("exams:answers", args=[attempt.public_id]), form, follow=True)

    assert page.redirect_chain[-1][0] == reverse("exams:summary", args=[attempt.public_id])
    assert "第 1 题的答案未能识别，不计分，请重新作答。" in page.content.decode()
    assert list(Response.objects.values_list("position", "value")) == [(2, "b")]


def test_a_plain_form_that_did_not_count_is_no_bar_to_the_same_one_later(attempt, at):
    for pen in ("a" * 26, "b" * 26):
        Attempt.objects.update(device=pen)
        keep_form(attempt, {"q1": [as_shown(attempt, "b")]}, received_at=at, device="b" * 26)

    assert [event.fate for event in ResponseEvent.objects.order_by("pk")] == ["other_device", "counted"]


def test_a_written_answer_cut_in_the_middle_of_a_sign_stops_nothing(person, user, at):
    body, key = SAMPLES["short_answer"]
    exam = make_exam(at=at, items=1, like={"item_type": "short_answer", "body": body, "key": key})
    attempt = attempts.start(exam, person=person, actor=user, at=at)

    [saved] = attempts.save(attempt, answers=[Answer(1, "先通风\ud83d", 1, "x")], received_at=at)

    assert saved.fate == "unreadable"
    assert ResponseEvent.objects.get().value == r'"先通风\ud83d"'
