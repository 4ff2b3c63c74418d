"""A sitting that is sat in Safe Exam Browser: begun and opened there alone, while answers are kept from everywhere."""

import json
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from core.models import AuditEvent
from exams.actions import attempts
from exams.domain.safe_browser import request_hash
from exams.errors.conditions import BoundToSitting, OutsideSafeBrowser
from exams.models import Attempt, Candidate, Incident, Response, Sitting
from tests.factories.exams import as_shown, make_exam, make_sitting

pytestmark = pytest.mark.django_db
KEY, OTHER, PROGRAM = "a1" * 32, "b2" * 32, "c3" * 32
SITE = "http://testserver"


@pytest.fixture
def sitting(at, person, monkeypatch):
    """An online sitting that names two Config Keys, with the person on its roster."""
    monkeypatch.setattr("core.clock.now", lambda: at)
    held = make_sitting(make_exam(at=at), at=at, mode="online", config_keys=f"{OTHER}\n{KEY}")
    Candidate.objects.create(sitting=held, person=person)
    return held


class Browser(Client):
    """A browser of somebody; one with a key tells its hash of the address of every request, as by header."""

    def __init__(self, user, *, key="", program=""):
        super().__init__()
        self.key, self.program = key, program
        self.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    def generic(self, method, path, *args, **kwargs):
        parts = urlsplit(str(path))
        query = f"?{parts.query}" if parts.query else ""
        told = {"ConfigKeyHash": self.key, "RequestHash": self.program}
        headers = {
            f"X-SafeExamBrowser-{name}": request_hash(f"{SITE}{parts.path}{query}", key)
            for name, key in told.items()
            if key
        }
        return super().generic(
            method, path, *args, **{**kwargs, "headers": {**(kwargs.get("headers") or {}), **headers}}
        )


def begin(browser, sitting):
    return browser.post(reverse("exams:start", args=[sitting.exam.public_id]), {"sitting": sitting.public_id})


def gate(sitting):
    return reverse("exams:safe_browser", args=[sitting.public_id])


def of(attempt, name, *more):
    return reverse(f"exams:{name}", args=[attempt.public_id, *more])


@pytest.fixture
def run(sitting, user):
    """An attempt that began in Safe Exam Browser, and that browser."""
    browser = Browser(user, key=KEY)
    begin(browser, sitting)
    return Attempt.objects.get(), browser


def prove(browser, sitting, *, key=KEY, program="", page=None, url=None):
    """Do as the script of the page does in a program that holds a key."""
    page = page or browser.get(gate(sitting)).url
    url = url or f"{SITE}{page}"
    told = {"config_key": key, "browser_exam_key": program}
    data = {name: request_hash(url, value) if value else "" for name, value in told.items()}
    return browser.post(page, {"url": url, **data})


@pytest.mark.parametrize("key", [KEY, OTHER])
def test_start_and_paper_by_header(sitting, user, key):
    browser = Browser(user, key=key)

    assert begin(browser, sitting).url == of(Attempt.objects.get(), "attempt")
    assert browser.get(of(Attempt.objects.get(), "attempt")).status_code == 200


@pytest.mark.parametrize("key", ["", "d4" * 32])
def test_start_without_proof_leads_to_what_to_do(sitting, user, key):
    browser = Browser(user, key=key)

    reply = begin(browser, sitting)
    assert (reply.status_code, reply.url, Attempt.objects.count()) == (302, gate(sitting), 0)
    page = browser.get(browser.get(reply.url).url)

    assert page.status_code == 403
    text = page.content.decode()
    assert "打开监考员或培训部门为本场次发给您的配置文件或链接" in text
    assert f"?sitting={sitting.public_id}" in text  # where it is tried again
    assert KEY not in text


def test_paper_summary_and_pictures_open_in_it_only(run):
    attempt, browser = run
    doors = [of(attempt, "attempt"), of(attempt, "summary"), of(attempt, "attempt_picture", "P1")]
    assert [browser.get(path).status_code for path in doors] == [200, 200, 404]  # there is no such picture

    browser.key = ""
    shut = [browser.get(path) for path in doors]

    assert [reply.status_code for reply in shut] == [302, 302, 403]
    assert shut[0].url == gate(attempt.sitting)
    browser.key = "d4" * 32
    assert [browser.get(path).status_code for path in doors] == [302, 302, 403]


def test_address_as_the_site_is_seen_behind_a_proxy(sitting, user, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    path = reverse("exams:start", args=[sitting.exam.public_id])
    proof = request_hash(f"https://testserver{path}", KEY)
    told = {"Host": "testserver", "X-SafeExamBrowser-ConfigKeyHash": proof}
    browser = Browser(user)

    assert browser.post(path, {"sitting": sitting.public_id}, headers=told).url == gate(sitting)
    told["X-Forwarded-Proto"] = "https"
    browser.post(path, {"sitting": sitting.public_id}, headers=told)
    assert Attempt.objects.exists()


def test_script_proves_for_its_session_and_the_sitting(sitting, user, person, at):
    browser = Browser(user)

    reply = prove(browser, sitting)

    assert reply.json() == {
        "next": f"{reverse('exams:introduction', args=[sitting.exam.public_id])}?sitting={sitting.public_id}"
    }
    begin(browser, sitting)
    attempt = Attempt.objects.get()
    assert browser.get(of(attempt, "attempt")).status_code == 200
    assert browser.get(gate(sitting)).url == of(attempt, "attempt")  # nothing to prove: on to the paper
    assert Browser(user).get(of(attempt, "attempt")).url == gate(sitting)
    second = make_sitting(make_exam(at=at, code="E2"), at=at, mode="online", config_keys=KEY)
    Candidate.objects.create(sitting=second, person=person)
    assert begin(browser, second).url == gate(second)
    Sitting.objects.filter(pk=sitting.pk).update(config_keys="d4" * 32)
    assert browser.get(of(attempt, "attempt")).url == gate(sitting)


def test_what_was_said_of_the_page_of_one_session_is_worth_nothing_in_another(sitting, user):
    page = Browser(user).get(gate(sitting)).url

    assert prove(Browser(user), sitting, page=page).status_code == 422
    own = Browser(user)
    mine = own.get(gate(sitting)).url
    assert page != mine
    assert prove(own, sitting, page=mine, url=f"{SITE}{page}").status_code == 422  # said of another address
    assert begin(own, sitting).url == gate(sitting)


def test_number_of_the_page_is_used_once(sitting, user):
    browser = Browser(user)
    page = browser.get(gate(sitting)).url
    prove(browser, sitting, page=page)
    Sitting.objects.filter(pk=sitting.pk).update(config_keys=OTHER)

    assert browser.get(gate(sitting)).url != page
    assert prove(browser, sitting, key=OTHER, page=page).status_code == 422


@pytest.mark.parametrize("key", ["", "d4" * 32])
def test_script_that_proves_nothing_is_told_why(sitting, user, key):
    reply = prove(Browser(user), sitting, key=key)

    assert (reply.status_code, reply.json()) == (
        422,
        {"message": "此 Safe Exam Browser 不是用本场次的配置打开的。"},
    )


def test_with_both_kinds_of_keys_one_of_each_is_needed(sitting, user):
    Sitting.objects.filter(pk=sitting.pk).update(browser_keys=PROGRAM)

    for browser in (Browser(user, key=KEY), Browser(user, program=PROGRAM)):
        assert begin(browser, sitting).url == gate(sitting)
    assert prove(Browser(user), sitting, key=KEY).status_code == 422
    assert prove(Browser(user), sitting, key=KEY, program=PROGRAM).status_code == 200
    begin(Browser(user, key=KEY, program=PROGRAM), sitting)
    assert Attempt.objects.exists()


def by_save(browser, attempt):
    rows = [{"position": 1, "value": as_shown(attempt, "b"), "sequence": 1, "client_id": "c1"}]
    reply = browser.post(of(attempt, "save"), json.dumps({"answers": rows}), content_type="application/json")
    assert reply.json()["saved"][0]["fate"] == "counted"


def by_plain_form(browser, attempt):
    browser.post(of(attempt, "answers"), {"q1": as_shown(attempt, "b")})


def by_sign_of_life(browser, attempt):
    browser.post(of(attempt, "save"), '{"answers": []}', content_type="application/json")


@pytest.mark.parametrize("way", [by_save, by_plain_form])
def test_answers_of_another_browser_are_kept_and_noted(run, way):
    attempt, browser = run
    by_sign_of_life(browser, attempt)
    assert not Incident.objects.exists()

    browser.key = ""
    way(browser, attempt)
    by_sign_of_life(browser, attempt)

    assert Response.objects.get(position=1).value == "b"
    assert list(Incident.objects.values_list("kind", "note", "sitting", "attempt")) == [
        ("outside_browser", "127.0.0.1", attempt.sitting_id, attempt.pk)
    ]


def test_another_browser_outside_the_network_is_two_signals(run):
    attempt, browser = run
    Sitting.objects.update(networks="10.20.30.0/24")
    browser.key = ""

    by_save(browser, attempt)

    assert set(Incident.objects.values_list("kind", flat=True)) == {"outside_browser", "outside_network"}


def test_handing_in_from_another_browser_is_taken(run):
    attempt, browser = run
    browser.key = ""

    browser.post(of(attempt, "submit"))

    attempt.refresh_from_db()
    assert attempt.state == "submitted"
    assert browser.get(of(attempt, "result")).status_code == 200


def test_whoever_is_on_the_roster_starts_there_and_nowhere_else(sitting, person, user, at):
    with pytest.raises(BoundToSitting):
        attempts.start(sitting.exam, person=person, actor=user, at=at)
    who = {"pk": person.pk}
    begun = {"exam": sitting.exam, "actor": user, "at": at, "sitting": sitting}
    with pytest.raises(OutsideSafeBrowser):
        attempts.start_by(who, **begun, in_safe_browser=False)
    assert attempts.start_by(who, **begun, in_safe_browser=True).sitting == sitting


def test_keys_are_set_and_corrected_by_who_runs_the_sitting(sitting, django_user_model):
    proctor = django_user_model.objects.create_user("P1", "correct-horse-7")
    sitting.proctors.add(proctor)
    browser, page = Browser(proctor), reverse("exams:sitting_conditions", args=[sitting.public_id])
    shown = browser.get(page).content.decode()
    assert KEY in shown
    assert f"{SITE}/" in shown

    wrong = browser.post(page, {"config_keys": f"{KEY}\n{KEY[:-1]}", "browser_keys": "3.9"}).context["form"].errors
    assert wrong["config_keys"] == [
        f"第 2 行：“{KEY[:20]}”不是密钥（63 个字符）；密钥由 0–9、a–f 共 64 个字符组成。"
    ]
    assert "第 1 行：“3.9”不是密钥（3 个字符）" in wrong["browser_keys"][0]
    many = " ".join(f"{n:064x}" for n in range(21))
    assert browser.post(page, {"config_keys": many}).context["form"].errors["config_keys"] == ["最多 20 个密钥。"]
    for _ in range(2):
        assert browser.post(page, {"config_keys": KEY.upper(), "browser_keys": PROGRAM}).status_code == 302

    found = Sitting.objects.get()
    assert (found.networks, found.config_keys, found.browser_keys) == ("", KEY, PROGRAM)
    [event] = AuditEvent.objects.filter(action="exams.sitting_conditions_set")
    assert event.data == {
        "config_keys": {"before": [OTHER, KEY], "after": [KEY]},
        "browser_keys": {"before": [], "after": [PROGRAM]},
    }
    assert (
        "只能用本场次配置的 Safe Exam Browser 参加"
        in browser.get(reverse("exams:sitting", args=[sitting.public_id])).content.decode()
    )


def test_page_is_there_for_those_on_the_roster_only(sitting, django_user_model, user, at):
    stranger = django_user_model.objects.create_user("P2", "correct-horse-7")

    assert Browser(stranger).get(gate(sitting)).status_code == 404
    Sitting.objects.update(config_keys="")
    assert (
        Browser(user)
        .get(gate(sitting))
        .url.startswith(reverse("exams:introduction", args=[sitting.exam.public_id]))
    )
