"""Sessions as this system reads them; what they keep and how long is Django's."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from core.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    store = SessionStore()
    store["who"] = "王小暖"
    store.create()
    return store


def test_a_session_holds_what_was_put_in(session):
    assert SessionStore(session.session_key)["who"] == "王小暖"


@pytest.mark.parametrize("seconds", [-1, 1])
def test_a_session_ends_to_the_second(session, seconds):
    Session.objects.update(expire_date=timezone.now() + timedelta(seconds=seconds))

    read = SessionStore(session.session_key)

    assert read.get("who") == ("王小暖" if seconds > 0 else None)
    assert (read.session_key is None) == (seconds < 0)


@pytest.mark.parametrize("key", ["nobody-knows-it", "short", None])
def test_an_unknown_session_is_empty_and_keeps_no_key(key):
    read = SessionStore(key)

    assert read.get("who") is None
    assert read.session_key is None


def test_a_session_whose_data_was_tampered_with_is_empty(session):
    Session.objects.update(session_data="eyJ3aG8iOiAiYWRtaW4ifQ:1x:forged")

    assert SessionStore(session.session_key).get("who") is None
