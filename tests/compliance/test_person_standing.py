"""What the page of a person says of a certificate that holds, ended, or was revoked."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from certificates.models import Revocation
from compliance.enums import GapState
from compliance.queries.person import person_gaps
from people.models import User
from tests.factories.compliance import certify, employ

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def person(group, role, rule):
    return employ(1, role)


def revoke(certificate, user, at):
    Revocation.objects.create(
        certificate=certificate,
        reason="forged",
        proposed_by=user,
        approved_by=User.objects.create_user("S2"),
        revoked_at=at,
    )


def said(client, hr, person, at, monkeypatch) -> str:
    monkeypatch.setattr("core.clock.now", lambda: at)
    client.force_login(hr, backend=BACKEND)
    return client.get(reverse("compliance:person", args=[person.public_id])).text


def test_one_that_was_revoked_is_not_said_to_hold(client, hr, person, credential, user, at, monkeypatch):
    certificate = certify(person, credential, at, valid_to=DAY + timedelta(days=200))
    revoke(certificate, user, at - timedelta(days=3))

    [gap] = person_gaps(person, day=DAY)

    assert (gap.state, gap.ended_on, gap.is_revoked) == (GapState.OVERDUE, DAY - timedelta(days=3), True)
    assert f"证书 {certificate.number} 已于 2026-11-21 撤销。" in said(client, hr, person, at, monkeypatch)


def test_one_that_ended_is_said_to_have_ended(client, hr, person, credential, at, monkeypatch):
    certificate = certify(person, credential, at, valid_to=DAY - timedelta(days=5))

    [gap] = person_gaps(person, day=DAY)

    assert (gap.state, gap.ended_on, gap.is_revoked) == (GapState.OVERDUE, DAY - timedelta(days=5), False)
    assert f"证书 {certificate.number} 已于 2026-11-19 到期。" in said(client, hr, person, at, monkeypatch)


def test_one_that_holds_is_spoken_of_before_a_longer_one_that_was_revoked(person, credential, user, at):
    holds = certify(person, credential, at, valid_to=DAY + timedelta(days=100))
    longer = certify(person, credential, at, valid_to=DAY + timedelta(days=300), number=2)
    revoke(longer, user, at)

    [gap] = person_gaps(person, day=DAY)

    assert (gap.held, gap.state, gap.ended_on) == (holds, GapState.VALID, None)
