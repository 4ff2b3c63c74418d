"""A candidate who cannot sign in gets in by the proctor, while the sitting is open, and only then."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from core.models import AuditEvent
from exams.models import Candidate, Sitting
from people.models import Person, RoleGrant, Unit, User
from tests.factories.exams import make_exam, make_sitting

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidate(client, user, at, monkeypatch):
    """Somebody without a password in an open sitting, checked; `user` proctors and is signed in."""
    monkeypatch.setattr("core.clock.now", lambda: at)
    held = make_sitting(make_exam(at=at), at=at, state="open")
    held.proctors.add(user)
    client.force_login(user)
    account = User.objects.create_user("000123")
    somebody = Person.objects.create(employee_no="000123", name="李四", user=account)
    return Candidate.objects.create(
        sitting=held, person=somebody, identity_checked_at=at, identity_checked_by=user, identity_method="badge"
    )


def ask(client, candidate):
    door = reverse("exams:sitting_start_code", args=[candidate.sitting.public_id])
    return client.post(door, {"candidate": candidate.pk})


def test_code_of_the_proctor_lets_the_candidate_in(client, candidate):
    page = ask(client, candidate)
    code = page.context["code"]
    tablet = Client()
    values = {"employee_no": "000123", "code": code, "password": "warm-winter-2026", "again": "warm-winter-2026"}

    tablet.post(reverse("people:start_code"), values)

    assert tablet.session["_auth_user_id"] == str(candidate.person.user_id)
    given = AuditEvent.objects.get(action="people.start_code_handed_out")
    assert given.actor_label == "王小暖"


def test_sitting_shows_the_way_in_for_checked_candidates_only(client, candidate):
    door = reverse("exams:sitting_start_code", args=[candidate.sitting.public_id])
    page = reverse("exams:sitting", args=[candidate.sitting.public_id])
    assert door in client.get(page).content.decode()

    Candidate.objects.update(identity_checked_at=None, identity_checked_by=None, identity_method="")

    assert door not in client.get(page).content.decode()
    assert ask(client, candidate).status_code == 403


@pytest.mark.parametrize("state", ["planned", "closed"])
def test_no_code_while_the_sitting_is_not_open(client, candidate, state):
    Sitting.objects.update(state=state)

    assert ask(client, candidate).status_code == 403


def test_no_code_for_an_account_with_rights(client, candidate):
    unit = Unit.objects.create(code="X", name="集团", kind="group", valid_from=date(2015, 1, 1))
    RoleGrant.objects.create(
        user=candidate.person.user, right="hr", unit=unit, starts_on=date(2020, 1, 1), reason="appointed"
    )

    assert ask(client, candidate).status_code == 403


def test_no_code_for_a_candidate_of_another_sitting(client, candidate, user, at):
    other = make_sitting(make_exam(at=at, code="E9"), at=at, state="open")
    other.proctors.add(user)

    door = reverse("exams:sitting_start_code", args=[other.public_id])

    assert client.post(door, {"candidate": candidate.pk}).status_code == 404
