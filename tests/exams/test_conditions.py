"""A sitting that is held in some networks: begun and opened there alone, while answers are kept from everywhere."""

import json
from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import AuditEvent
from exams.actions import attempts, conditions
from exams.errors import ExamNotOpen
from exams.errors.conditions import BoundToSitting
from exams.errors.papers import SatOnPaper
from exams.models import Attempt, Candidate, Contact, Incident, Response, Sitting
from people.models import Person
from tests.exams.item_types.samples import SITUATION, SITUATION_KEY
from tests.factories.exams import as_shown, make_exam, make_sitting

pytestmark = pytest.mark.django_db
ROOM, HOME = "10.20.30.7", "192.0.2.9"
RANGES = "10.20.30.0/24\n2001:db8::/32"
BRANCHING = {"item_type": "branching", "body": SITUATION, "key": SITUATION_KEY}


@pytest.fixture
def sitting(at, person, monkeypatch):
    """An online sitting in the network of the room, with the person on its roster."""
    monkeypatch.setattr("core.clock.now", lambda: at)
    held = make_sitting(make_exam(at=at), at=at, mode="online", networks=RANGES)
    Candidate.objects.create(sitting=held, person=person)
    return held


def door(user, address):
    """A browser of the user at an address."""
    browser = Client(REMOTE_ADDR=address)
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def begin(browser, sitting, **kwargs):
    address = reverse("exams:start", args=[sitting.exam.public_id])
    return browser.post(address, {"sitting": sitting.public_id}, **kwargs)


def of(attempt, name, *more):
    return reverse(f"exams:{name}", args=[attempt.public_id, *more])


@pytest.fixture
def run(sitting, user):
    """An attempt that began in the room, and the browser it is open in."""
    browser = door(user, ROOM)
    begin(browser, sitting)
    return Attempt.objects.get(), browser


@pytest.mark.parametrize("address", [ROOM, "2001:db8::7", "::ffff:10.20.30.7"])
def test_start_and_paper_inside(sitting, user, address):
    browser = door(user, address)

    assert begin(browser, sitting).status_code == 302
    assert browser.get(of(Attempt.objects.get(), "attempt")).status_code == 200


def test_start_outside_is_refused_with_what_to_do(sitting, user):
    reply = begin(door(user, HOME), sitting)

    assert reply.status_code == 403
    page = reply.content.decode()
    assert HOME in page
    assert f"?sitting={sitting.public_id}" in page  # where it is tried again
    assert RANGES.splitlines()[0] not in page
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("told", [ROOM, f"{ROOM}, {HOME}", f"{HOME}, {ROOM}"])
def test_header_of_a_stranger_counts_for_nothing(sitting, user, told):
    assert begin(door(user, HOME), sitting, headers={"X-Forwarded-For": told}).status_code == 403


@pytest.mark.parametrize(("told", "status"), [(ROOM, 302), (f"{ROOM}, {HOME}", 403), (f"{HOME}, {ROOM}", 302)])
def test_proxy_in_front_is_believed_for_the_newest_hop(sitting, user, settings, told, status):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]

    assert begin(door(user, "127.0.0.1"), sitting, headers={"X-Forwarded-For": told}).status_code == status


def test_paper_summary_and_pictures_open_inside_only(run, user):
    attempt, browser = run
    doors = [of(attempt, "attempt"), of(attempt, "summary"), of(attempt, "attempt_picture", "P1")]

    browser.defaults["REMOTE_ADDR"] = HOME
    shut = [browser.get(path) for path in doors]

    assert [reply.status_code for reply in shut] == [403, 403, 403]
    assert all("第1题" not in reply.content.decode() for reply in shut)
    browser.defaults["REMOTE_ADDR"] = ROOM
    assert [browser.get(path).status_code for path in doors] == [200, 200, 404]  # there is no such picture


def by_save(browser, attempt, n, *, value=None):
    rows = [{"position": 1, "value": value or as_shown(attempt, "b"), "sequence": n, "client_id": f"c{n}"}]
    reply = browser.post(of(attempt, "save"), json.dumps({"answers": rows}), content_type="application/json")
    assert reply.json()["saved"][0]["fate"] == "counted"


def by_sign_of_life(browser, attempt, n):
    assert browser.post(of(attempt, "save"), '{"answers": []}', content_type="application/json").status_code == 200


def by_plain_form(browser, attempt, n):
    browser.post(of(attempt, "answers"), {"q1": as_shown(attempt, "abcd"[n])})
    assert Response.objects.get(position=1).value == "abcd"[n]


@pytest.mark.parametrize("way", [by_save, by_sign_of_life, by_plain_form])
def test_answers_from_outside_are_kept_and_noted(run, way, at, monkeypatch):
    attempt, browser = run
    way(browser, attempt, 1)
    assert not Incident.objects.exists()

    browser.defaults["REMOTE_ADDR"] = HOME
    for n, later in enumerate((0, 9, 11), start=2):
        monkeypatch.setattr("core.clock.now", lambda later=later: at + timedelta(minutes=later))
        way(browser, attempt, min(n, 3) if way is by_plain_form else n)

    noted = Incident.objects.order_by("at").values_list("kind", "note", "sitting", "attempt", "at")
    fields = ("outside_network", HOME, attempt.sitting_id, attempt.pk)
    assert list(noted) == [(*fields, at), (*fields, at + timedelta(minutes=11))]


def test_choice_of_a_situation_from_outside_is_kept_and_noted(person, user, at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    held = make_sitting(make_exam(at=at, items=1, like=BRANCHING), at=at, mode="online", networks=RANGES)
    Candidate.objects.create(sitting=held, person=person)
    browser = door(user, ROOM)
    begin(browser, held)
    browser.defaults["REMOTE_ADDR"] = HOME

    attempt = Attempt.objects.get()
    [call] = as_shown(attempt, {"path": ["call"]})["path"]
    browser.post(of(attempt, "branch"), {"branch": "1:0", "q1-choice": call})

    assert Response.objects.get().value["path"] == ["call"]
    assert Incident.objects.get().note == HOME


def test_a_silence_that_a_choice_ends_is_written_down_and_so_is_a_device_without_the_pen(
    person, user, at, monkeypatch
):
    monkeypatch.setattr("core.clock.now", lambda: at)
    held = make_sitting(make_exam(at=at, items=1, like=BRANCHING), at=at, mode="online")
    Candidate.objects.create(sitting=held, person=person)
    browser, stranger = door(user, ROOM), door(user, ROOM)
    begin(browser, held)
    attempt = Attempt.objects.get()
    browser.get(of(attempt, "attempt"))
    heard = []
    call, rest, stop = as_shown(attempt, {"path": ["call", "rest", "stop"]})["path"]

    for sender, after, made, choice, kinds in (
        (browser, 20, 0, call, []),
        (browser, 25, 0, call, []),
        (browser, 90, 1, rest, ["disconnected"]),
        (stranger, 91, 2, stop, ["disconnected", "other_device_writes"]),
        (browser, 130, 1, rest, ["disconnected", "other_device_writes", "disconnected"]),
    ):
        monkeypatch.setattr("core.clock.now", lambda after=after: at + timedelta(seconds=after))
        form = {"branch": f"1:{made}", "q1-choice": choice}
        sender.post(of(attempt, "branch"), form, headers={"accept": "application/json"})
        assert list(Incident.objects.order_by("pk").values_list("kind", flat=True)) == kinds
        heard.append((Contact.objects.get().heard_at - at).seconds)

    assert heard == [20, 20, 90, 90, 130]
    silences = Incident.objects.filter(kind="disconnected").order_by("pk")
    seconds = [(one.began_at - at, one.at - at) for one in silences]
    assert [(b.seconds, e.seconds) for b, e in seconds] == [(20, 90), (90, 130)]


def test_handing_in_from_outside_is_taken(run):
    attempt, browser = run
    browser.defaults["REMOTE_ADDR"] = HOME

    browser.post(of(attempt, "submit"))

    attempt.refresh_from_db()
    assert attempt.state == "submitted"
    assert browser.get(of(attempt, "result")).status_code == 200


@pytest.mark.parametrize(("address", "statements"), [(ROOM, 2), (HOME, 4)])
def test_save_costs_two_statements_inside(run, address, statements):
    attempt, browser = run
    browser.defaults["REMOTE_ADDR"] = address
    value = as_shown(attempt, "b")

    with CaptureQueriesContext(connection) as captured:
        by_save(browser, attempt, 1, value=value)

    asked = [q["sql"] for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    assert len([sql for sql in asked if "exams_" in sql.split("WHERE")[0]]) == statements


def test_whoever_is_on_the_roster_starts_there_and_nowhere_else(sitting, person, user, at):
    with pytest.raises(BoundToSitting):
        attempts.start(sitting.exam, person=person, actor=user, at=at)
    other = Person.objects.create(employee_no="X1", name="李四")
    assert attempts.start(sitting.exam, person=other, actor=user, at=at).number == 1


@pytest.mark.parametrize("change", [{"networks": ""}, {"state": "closed"}, {"closes_at": None}])
def test_sitting_without_conditions_or_over_binds_nobody(sitting, person, user, at, change):
    Sitting.objects.update(**{**change, **({"closes_at": at} if "closes_at" in change else {})})

    assert attempts.start(sitting.exam, person=person, actor=user, at=at).sitting is None


def test_networks_are_set_and_corrected_by_who_runs_the_sitting(sitting, django_user_model, at):
    proctor = django_user_model.objects.create_user("P1", "correct-horse-7")
    sitting.proctors.add(proctor)
    browser, page = door(proctor, HOME), reverse("exams:sitting_conditions", args=[sitting.public_id])
    assert HOME in browser.get(page).content.decode()

    wrong = browser.post(page, {"networks": "10.0.0.5/24\n第一考场"}).context["form"].errors["networks"]
    assert [("10.0.0.0/24" in text, "1" in text or "2" in text) for text in wrong] == [(True, True), (False, True)]
    assert Sitting.objects.get().networks == RANGES
    for _ in range(2):
        assert browser.post(page, {"networks": "192.0.2.0/24, 10.20.30.7"}).status_code == 302

    assert Sitting.objects.get().networks == "192.0.2.0/24\n10.20.30.7/32"
    [event] = AuditEvent.objects.filter(action="exams.sitting_conditions_set")
    assert event.data["networks"] == {"before": RANGES.split(), "after": ["192.0.2.0/24", "10.20.30.7/32"]}
    assert "192.0.2.0/24" in browser.get(reverse("exams:sitting", args=[sitting.public_id])).content.decode()


def test_candidate_sets_no_conditions(sitting, user):
    sitting.proctors.add(user)

    assert door(user, HOME).get(reverse("exams:sitting_conditions", args=[sitting.public_id])).status_code == 403


def test_closed_and_paper_sittings_take_no_conditions(sitting, user, at):
    Sitting.objects.update(state="closed")
    with pytest.raises(ExamNotOpen):
        conditions.set_conditions(sitting, networks=[], actor=user, at=at)
    paper = make_sitting(sitting.exam, at=at, mode="paper")
    with pytest.raises(SatOnPaper):
        conditions.set_conditions(paper, networks=[ROOM], actor=user, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sitting.objects.filter(pk=paper.pk).update(networks=ROOM)
    for name in ("config_keys", "browser_keys"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Sitting.objects.filter(pk=paper.pk).update(**{name: "a" * 64})
