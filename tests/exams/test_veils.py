"""What a page of an attempt says of rows: names of that attempt alone, at every door, and the same ones again."""

import json
import random
from uuid import uuid4

import pytest
from django.urls import reverse

from exams.actions import attempts
from exams.actions.attempts import Answer
from exams.models import Attempt, ResponseEvent
from exams.queries.attempts import questions, standing_values
from tests.exams.item_types.samples import SAMPLES
from tests.factories.exams import as_shown, make_exam

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, user, at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def attempt(person, user, at):
    return attempts.start(make_exam(at=at, items=1), person=person, actor=user, at=at)


def paper(browser, attempt):
    return browser.get(reverse("exams:attempt", args=[attempt.public_id])).content.decode()


def send(browser, attempt, value, sequence=1):
    row = {"position": 1, "value": value, "sequence": sequence, "client_id": f"c{sequence}"}
    door = reverse("exams:save", args=[attempt.public_id])
    return browser.post(door, json.dumps({"answers": [row]}), content_type="application/json")


def own_ids(body):
    rows = [row for name in ("options", "steps", "left", "right", "statements") for row in body.get(name, [])]
    rows += [choice for node in body.get("nodes", []) for choice in node.get("choices", [])]
    return [row["id"] for row in rows] + [i for part in body.get("parts", []) for i in own_ids(part["body"])]


@pytest.mark.parametrize("code", sorted(SAMPLES))
def test_no_own_id_of_a_row_is_on_the_page(signed_in, person, user, at, code):
    body, key = SAMPLES[code]
    exam = make_exam(at=at, items=1, like={"item_type": code, "body": body, "key": key})
    page = paper(signed_in, attempts.start(exam, person=person, actor=user, at=at))

    for row_id in own_ids(body):
        for sign in (f'value="{row_id}"', f'data-step="{row_id}"', f'data-left="{row_id}"', f'"q1-{row_id}"'):
            assert sign not in page


def test_address_of_an_attempt_does_not_tell_its_order(person, user, at):
    exam = make_exam(at=at, items=3)
    attempt = attempts.start(exam, person=person, actor=user, at=at)
    orders = set()
    for _secret in range(20):
        attempt.veil = uuid4()
        orders.add(str([[row["text"] for row in asked.body["options"]] for asked in questions(attempt)]))

    assert len(orders) > 15


def test_only_names_of_the_screen_are_taken_and_they_come_back_ticked(signed_in, attempt):
    other = send(signed_in, attempt, "b")
    assert [saved["fate"] for saved in other.json()["saved"]] == ["unreadable"]
    assert standing_values(attempt) == {}

    name = as_shown(attempt, "b")
    assert send(signed_in, attempt, name, sequence=2).status_code == 200
    assert standing_values(attempt) == {1: "b"}
    assert f'value="{name}" checked' in paper(signed_in, attempt)


def test_plain_form_takes_only_names_of_the_screen(signed_in, attempt):
    signed_in.post(reverse("exams:answers", args=[attempt.public_id]), {"q1": "b"})

    assert [event.fate for event in ResponseEvent.objects.all()] == ["unreadable"]
    assert standing_values(attempt) == {}


def test_attempt_begun_before_there_was_a_secret_goes_on_as_it_was(signed_in, person, user, at, monkeypatch):
    monkeypatch.setattr("exams.actions.attempts.uuid4", lambda: None)
    attempt = attempts.start(make_exam(at=at, items=1), person=person, actor=user, at=at)
    order = random.Random(f"{attempt.public_id}:1").sample("abcd", 4)  # noqa: S311 -- what was shown

    assert Attempt.objects.get().veil is None
    assert [row["id"] for row in questions(attempt)[0].body["options"]] == order
    assert send(signed_in, attempt, "b").status_code == 200
    assert 'value="b" checked' in paper(signed_in, attempt)
    signed_in.post(reverse("exams:answers", args=[attempt.public_id]), {"q1": "c"})
    assert standing_values(attempt) == {1: "c"}


def test_answers_written_by_the_server_name_rows_by_their_own_ids(attempt, at):
    attempts.save(attempt, answers=[Answer(1, "b", 1, "c1")], received_at=at)

    assert standing_values(attempt) == {1: "b"}
    [asked] = questions(attempt, values=standing_values(attempt))
    assert next(row["text"] for row in asked.body["options"] if row["id"] == asked.value) == "选项b"
