"""The settings file of Safe Exam Browser: its key by the public rule, and the sitting that it opens."""

import hashlib
import plistlib

import pytest
from django.urls import reverse

from core.models import AuditEvent
from exams.domain.safe_browser import MOST_KEYS
from exams.domain.safe_browser_file import config_key, salt_of, settings_file
from exams.models import Attempt, Candidate, Sitting
from people.models import Location, User
from tests.exams.test_safe_browser import Browser, begin
from tests.factories.exams import make_exam, make_sitting

SALT = bytes(range(32))


def test_the_key_is_of_sorted_names_without_originator_space_escapes_and_empty_dictionaries():
    settings = {
        "originatorVersion": "x",
        "URLFilterRules": [{"b": 1, "A": "\\w+/é"}],
        "allowWLAN": False,
        "allowWlan": True,
        "salt": b"\x00\xff",
        "empty": {},
        "proxies": {"originatorVersion": "kept", "none": []},
    }
    line = (
        '{"allowWlan":true,"allowWLAN":false,"proxies":{"none":[],"originatorVersion":"kept"},"salt":"AP8=",'
        '"URLFilterRules":[{"A":"\\w+/é","b":1}]}'
    )

    assert config_key(settings) == hashlib.sha256(line.encode()).hexdigest()


def test_the_file_is_a_property_list_with_the_key_that_it_says_and_is_always_the_same():
    address = "https://train.example.cn/exams/e/?sitting=s&lang=zh"
    file = settings_file(start_url=address, salt=SALT, quit_password="开门 1")
    read = plistlib.loads(file.content)

    assert file.content.startswith(b"<?xml")
    assert config_key(read) == file.config_key
    assert (read["startURL"], read["sendBrowserExamKey"], read["examKeySalt"]) == (address, True, SALT)
    assert read["hashedQuitPassword"] == hashlib.sha256("开门 1".encode()).hexdigest()
    assert settings_file(start_url=address, salt=SALT, quit_password="开门 1") == file


@pytest.mark.parametrize("other", [{"start_url": "https://b/"}, {"salt": bytes(32)}, {"quit_password": "y"}])
def test_another_address_salt_or_password_is_another_key(other):
    same = {"start_url": "https://a/", "salt": SALT, "quit_password": "x"}

    assert settings_file(**{**same, **other}).config_key != settings_file(**same).config_key


def test_the_salt_follows_from_sitting_and_secret():
    assert len({salt_of("a", secret="s"), salt_of("b", secret="s"), salt_of("a", secret="t")}) == 3


@pytest.fixture
def sitting(at, person, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    held = make_sitting(make_exam(at=at), at=at, mode="online")
    Candidate.objects.create(sitting=held, person=person)
    held.proctors.add(User.objects.create_user("PROCTOR1"))
    return held


@pytest.fixture
def fetch(client, sitting):
    """Download the file as the proctor does."""
    client.force_login(sitting.proctors.get(), backend="allauth.account.auth_backends.AuthenticationBackend")
    door = reverse("exams:sitting_settings_file", args=[sitting.public_id])
    return lambda password="": client.post(door, {"quit_password": password})


@pytest.mark.django_db
def test_whoever_opens_the_sitting_with_the_file_may_begin_and_nobody_else(fetch, sitting, user):
    reply = fetch()
    settings = plistlib.loads(b"".join(reply.streaming_content))

    assert (reply["Content-Type"], reply["Content-Disposition"][:10]) == ("application/seb", "attachment")
    begin(Browser(user), sitting)
    assert not Attempt.objects.exists()
    browser = Browser(user, key=config_key(settings))
    assert browser.get(settings["startURL"].removeprefix("http://testserver")).status_code == 200
    begin(browser, sitting)
    assert Attempt.objects.get().sitting == sitting


@pytest.mark.django_db
def test_the_same_file_again_adds_no_key_and_another_password_one(fetch, sitting):
    Sitting.objects.update(config_keys="a1" * 32)
    counts = []
    for password in ("", "", "x"):
        fetch(password)
        counts.append(len(Sitting.objects.get().config_keys.splitlines()))

    assert counts == [2, 2, 3]
    told = [
        event.data for event in AuditEvent.objects.filter(action="exams.safe_browser_file_made").order_by("pk")
    ]
    assert [row["has_quit_password"] for row in told] == [False, False, True]
    assert told[2]["config_key"] == Sitting.objects.get().config_keys.splitlines()[-1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "password"),
    [
        ({"state": "closed"}, ""),
        ({"mode": "paper"}, ""),
        ({"config_keys": "\n".join(f"{n:064x}" for n in range(MOST_KEYS))}, ""),
        ({}, "x" * 101),
    ],
    ids=["closed", "paper", "full", "long"],
)
def test_where_no_file_is_made_nothing_changes_and_it_is_said(fetch, sitting, fields, password):
    Sitting.objects.update(**fields, location=Location.objects.get())
    before = Sitting.objects.get().config_keys

    reply = fetch(password)

    assert reply.status_code == 302
    assert Sitting.objects.get().config_keys == before
    assert not AuditEvent.objects.filter(action="exams.safe_browser_file_made").exists()
