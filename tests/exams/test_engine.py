"""Situations that go on, plain forms, written answers that wait, and private pictures: against the database."""

import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from PIL import Image

from exams.actions import answer_decisions, attempts, branches
from exams.actions.attempts import Answer
from exams.actions.marking import mark
from exams.actions.pictures import add_picture
from exams.actions.posted import keep_form
from exams.domain.timing import GRACE
from exams.errors import ChoiceFinal, OpenElsewhere, PictureRefused, ResponseRefused, TimeIsUp
from exams.item_types.registry import item_type
from exams.item_types.veils import Seeded
from exams.models import Attempt, ResponseEvent, Score
from exams.queries.attempts import current_score, standing_values
from tests.exams.item_types.samples import SAMPLES, SITUATION, SITUATION_KEY
from tests.factories.exams import as_shown, make_exam, make_picture

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def like(code):
    body, key = SAMPLES[code]
    return {"item_type": code, "body": body, "key": key}


@pytest.fixture
def situation(person, user, at):
    exam = make_exam(at=at, items=1, like=like("branching"))
    return attempts.start(exam, person=person, actor=user, at=at)


def choose(attempt, choice, made, at, **more):
    return branches.choose(attempt, position=1, made=made, choice=choice, received_at=at, **more)


def kept():
    return [(event.fate, event.value["path"]) for event in ResponseEvent.objects.order_by("pk")]


def test_each_choice_is_kept_and_tells_the_next_node_only(situation, user, at):
    step = choose(situation, "call", 0, at + MINUTE)

    assert step.question.body["now"]["text"] == "绳子在手"
    assert "来人要下去" not in str(step)
    choose(situation, "rest", 1, at + MINUTE)
    choose(situation, "stop", 2, at + MINUTE)
    assert standing_values(situation) == {1: {"path": ["call", "rest", "stop"]}}
    assert [event.sequence for event in ResponseEvent.objects.order_by("pk")] == [1, 2, 3]
    attempts.submit(situation, actor=user, at=at + 2 * MINUTE)
    assert str(current_score(situation).percent) == "83.33"


def test_a_choice_sent_twice_is_one_and_another_one_in_its_place_is_refused(situation, at):
    choose(situation, "call", 0, at)

    choose(situation, "call", 0, at)
    assert standing_values(situation) == {1: {"path": ["call"]}}
    with pytest.raises(ChoiceFinal):
        choose(situation, "jump", 0, at)
    with pytest.raises(ChoiceFinal):
        choose(situation, "jump", 0, at + MINUTE)
    for choice, made in (("lift", 2), ("stop", 1)):
        with pytest.raises(ResponseRefused):
            choose(situation, choice, made, at)
    assert standing_values(situation) == {1: {"path": ["call"]}}
    assert kept() == [("counted", ["call"]), ("superseded", ["jump"])]


def test_a_late_choice_is_kept_once_and_tells_nothing_until_an_examiner_accepts_it(
    situation, django_user_model, at
):
    choose(situation, "call", 0, at)
    moment = situation.deadline_at + GRACE + timedelta(seconds=1)

    for minutes in (0, 1):
        with pytest.raises(TimeIsUp):
            choose(situation, "lift", 1, moment + minutes * MINUTE, made_at=situation.deadline_at)
    assert kept() == [("counted", ["call"]), ("late", ["call", "lift"])]
    assert standing_values(situation) == {1: {"path": ["call"]}}

    ended, staff = attempts.close_overdue(situation, at=moment), django_user_model.objects.create_user("T1")
    late = ResponseEvent.objects.get(fate="late")
    answer_decisions.decide(ended, events=[late.pk], is_accepted=True, reason="x", actor=staff, at=moment)
    assert standing_values(situation) == {1: {"path": ["call", "lift"]}}


def test_a_choice_of_a_second_device_is_kept_and_leaves_the_first_its_own(situation, user, at):
    Attempt.objects.update(device="a")

    for choice in ("jump", "jump", "call"):
        with pytest.raises(OpenElsewhere):
            choose(situation, choice, 0, at, device="b")
    choose(situation, "call", 0, at + MINUTE, device="a")

    assert kept() == [("other_device", ["jump"]), ("other_device", ["call"]), ("counted", ["call"])]


def test_the_common_door_takes_no_path(situation, at):
    [saved] = attempts.save(situation, answers=[Answer(1, {"path": ["call", "lift"]}, 1, "a")], received_at=at)
    keep_form(situation, {"q1-choice": ["call"]}, received_at=at)
    assert saved.fate == "unreadable"
    assert standing_values(situation) == {}


@pytest.fixture
def signed_in(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_door_of_choices_with_and_without_script(signed_in, situation, at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    address = reverse("exams:branch", args=[situation.public_id])

    def sent(choice, made):
        [name] = as_shown(situation, {"path": [choice]})["path"]
        return {"branch": f"1:{made}", "q1-choice": name, "made_at": str(int(at.timestamp() * 1000))}

    reply = signed_in.post(address, sent("call", 0), headers={"Accept": "application/json"})
    assert ResponseEvent.objects.get().made_at == at
    assert (reply.status_code, reply.json()["state"]) == (200, "open")
    assert "绳子在手" in reply.json()["html"]
    refused = signed_in.post(address, sent("jump", 0), headers={"Accept": "application/json"})
    assert (refused.status_code, refused.json()["error"]) == (422, "choice_final")
    plain = signed_in.post(address, sent("lift", 1), headers={"Accept": "text/html"})
    assert plain.url.endswith("#q1")
    page = signed_in.get(reverse("exams:attempt", args=[situation.public_id])).content.decode()
    assert "来人要下去" not in page
    assert all(secret not in page for secret in ("leads", "fatal", "shares"))


@pytest.mark.parametrize("code", sorted(set(SAMPLES) - {"branching"}))
def test_a_plain_form_keeps_the_right_answer_of_every_type(signed_in, person, user, at, monkeypatch, code):
    monkeypatch.setattr("core.clock.now", lambda: at)
    attempt = attempts.start(make_exam(at=at, items=1, like=like(code)), person=person, actor=user, at=at)
    signed_in.post(reverse("exams:answers", args=[attempt.public_id]), fields_of(attempt, code))

    attempts.submit(attempt, actor=user, at=at + MINUTE)
    score = mark(attempt, at=at + MINUTE, given={1: 1})
    assert score.passed
    shown = signed_in.get(reverse("exams:result", args=[attempt.public_id]))
    assert shown.status_code == 200


def fields_of(attempt, code):
    """Return what a browser without script sends for the right answer: rows under the names that its page gave."""
    if code in FORMS:
        return FORMS[code]
    body, key = SAMPLES[code]
    shown = as_shown(attempt, item_type(code).right_value(body, key))
    if code == "ordering":
        return {f"q1-{step}": str(place) for place, step in enumerate(shown, start=1)}
    if code == "matching":
        return {f"q1-{left}": right for left, right in shown.items()}
    if code == "case":
        return {"q1-p1": shown["p1"], "q1-p2": "true", "q1-p3-low": "甲", "q1-p3-high": "乙"}
    return {"q1": shown}


FORMS = {
    "true_false": {"q1": "false"},
    "numeric": {"q1-low": "19.5", "q1-high": "23,6"},
    "fill_in": {"q1-low": "检测", "q1-high": "LEL"},
    "short_answer": {"q1": "先报警"},
    "hazard_spotting": {
        "q1-mode": "picture",
        "q1-taps": json.dumps([
            {"x": "0.2", "y": "0.2", "severity": "red", "control": "stop"},
            {"x": "0.7", "y": "0.7", "severity": "blue", "control": "dry"},
        ]),
    },
}  # fmt: skip


def test_a_written_answer_waits_for_its_marker_and_none_does_not(signed_in, person, user, at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at + MINUTE)
    exam = make_exam(at=at, items=1, like=like("short_answer"))
    attempt = attempts.start(exam, person=person, actor=user, at=at)
    attempts.save(attempt, answers=[Answer(1, "先报警", 1, "a")], received_at=at)

    attempts.submit(attempt, actor=user, at=at + MINUTE)
    assert not Score.objects.exists()
    page = signed_in.get(reverse("exams:result", args=[attempt.public_id])).content.decode()
    assert "先报警，再撤离。" not in page
    assert mark(attempt, at=at + MINUTE, given={1: 1}).percent == 100

    other = make_exam(at=at, items=1, code="E3", like=like("short_answer"))
    blank = attempts.start(other, person=person, actor=user, at=at)
    attempts.submit(blank, actor=user, at=at + MINUTE)
    assert current_score(blank).percent == 0


def test_paper_leaves_out_what_cannot_be_keyed_and_two_lists_are_not_shuffled_alike(at):
    from exams.actions.assembly import load_bank

    exam = make_exam(at=at, items=1, like={"item_type": "branching", "body": SITUATION, "key": SITUATION_KEY})
    assert len(load_bank(exam).candidates) == 1
    assert load_bank(exam, is_for_paper=True).candidates == []
    veil, rows = Seeded("seed"), [{"id": str(n), "text": ""} for n in range(8)]
    assert veil.mixed("left", rows) != veil.mixed("right", rows)


def picture_file(kind="PNG", size=(64, 48), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not_a_picture"),
        (b"<html></html>", "not_a_picture"),
        (b"", "not_a_picture"),
        (picture_file()[:60], "not_a_picture"),
        (picture_file("GIF"), "not_a_picture"),
        (picture_file(size=(8, 8)), "too_small"),
        (picture_file(size=(7000, 6000)), "too_many_pixels"),
        (b"\x89PNG" + b"0" * (8 * 1024 * 1024), "too_large"),
    ],
)
def test_what_is_no_picture_is_refused(at, data, reason):
    with pytest.raises(PictureRefused) as refused:
        add_picture(data, code="x", alt="图", actor=None, at=at)

    assert refused.value.data["reason"] == reason


def test_a_picture_is_drawn_anew_without_what_it_carried(at, user):
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    stored = add_picture(picture_file("JPEG", exif=exif), code="x", alt="图", actor=user, at=at)

    assert (stored.width, stored.height, stored.content_type) == (64, 48, "image/jpeg")
    assert b"taken at home" not in stored.file.read()
    assert add_picture(picture_file("JPEG"), code="y", alt="图", actor=user, at=at) == stored
    with pytest.raises(PictureRefused):
        add_picture(picture_file(size=(50, 50)), code="x", alt="图", actor=user, at=at)


def test_a_candidate_gets_the_pictures_of_the_own_form_only(signed_in, person, user, at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    make_picture("P1", at=at)
    add_picture(picture_file(), code="P2", alt="图", actor=user, at=at)
    add_picture(picture_file(size=(40, 40)), code="P3", alt="图", actor=user, at=at)
    texts = {"stem": "看 ![图](picture:P1)", "explanation": "见 ![图](picture:P3)"}
    attempt = attempts.start(make_exam(at=at, items=1, like=texts), person=person, actor=user, at=at)

    def get(code):
        return signed_in.get(reverse("exams:attempt_picture", args=[attempt.public_id, code]))

    sent = get("P1")
    assert (sent.status_code, sent["Content-Type"]) == (200, "image/png")
    assert "private" in sent["Cache-Control"]
    assert (get("P2").status_code, get("P3").status_code, get("P9").status_code) == (404, 404, 404)
    attempts.submit(attempt, actor=user, at=at + MINUTE)
    assert get("P3").status_code == 200
