"""Revocations: proposed by one, decided by another, never undone."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from certificates.actions import revocations
from certificates.errors import AlreadyRevoked, RevocationProposed
from certificates.models import Certificate, RevocationProposal
from core.models import AuditEvent
from people.errors import DeclineNeedsReason, NeedsTwoPersons, NotYourProposal, ProposalSettled
from people.models import User

pytestmark = pytest.mark.django_db
REASON = "替考，见监考记录 2026-11-20"


@pytest.fixture
def certificate(employ, certify, user):
    return certify(employ(1, user=user))


@pytest.fixture
def proposal(certificate, staff, at):
    return revocations.propose(certificate, reason=REASON, actor=staff["hr"], at=at)


def enter(client, account):
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_approved_proposal_ends_the_certificate_on_every_page(client, certificate, proposal, staff, user):
    address = reverse("certificates:revocation", args=[proposal.public_id])
    assert enter(client, staff["safety"]).post(address, {"decision": "approve", "note": ""}).status_code == 302

    certificate.refresh_from_db()
    assert certificate.state == "revoked"
    public = client.get(reverse("certificates:verify", args=[certificate.code])).content.decode()
    assert "该证书已于 2026-11-24 撤销" in public
    assert REASON not in public
    own = enter(client, user).get(reverse("certificates:mine")).content.decode()
    assert REASON in own
    deeds = AuditEvent.objects.filter(target_id=str(certificate.pk), action__contains="revo").order_by("pk")
    assert [(row.action, row.actor_id) for row in deeds] == [
        ("certificates.revocation_proposed", staff["hr"].pk),
        ("certificates.revoked", staff["safety"].pk),
    ]


def test_declined_proposal_leaves_the_certificate_and_says_why(certificate, proposal, staff, at):
    with pytest.raises(DeclineNeedsReason):
        revocations.decline(proposal, note=" ", actor=staff["safety"], at=at)

    revocations.decline(proposal, note="监考记录与考场录像相符", actor=staff["safety"], at=at)

    certificate.refresh_from_db()
    assert (certificate.state, proposal.state) == ("issued", "declined")
    with pytest.raises(ProposalSettled):
        revocations.approve(proposal, note="", actor=staff["second_safety"], at=at)
    revocations.propose(certificate, reason=REASON, actor=staff["hr"], at=at)


def test_neither_proposer_nor_holder_decides(certificate, proposal, staff, user, at):
    for actor in (staff["hr"], user):
        with pytest.raises(NeedsTwoPersons):
            revocations.approve(proposal, note="", actor=actor, at=at)
    with pytest.raises(NeedsTwoPersons):
        revocations.propose(certificate, reason=REASON, actor=user, at=at)


def test_one_proposal_waits_at_a_time_and_its_proposer_withdraws_it(certificate, proposal, staff, at):
    with pytest.raises(RevocationProposed):
        revocations.propose(certificate, reason=REASON, actor=staff["safety"], at=at)
    with pytest.raises(NotYourProposal):
        revocations.withdraw(proposal, actor=staff["safety"], at=at)

    revocations.withdraw(proposal, actor=staff["hr"], at=at)

    assert proposal.state == "withdrawn"


def test_revoked_certificate_is_neither_proposed_again_nor_brought_back(certificate, proposal, staff, at):
    revocations.approve(proposal, note="", actor=staff["safety"], at=at)

    with pytest.raises(AlreadyRevoked):
        revocations.propose(certificate, reason=REASON, actor=staff["hr"], at=at)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(state="issued")


def test_safety_who_proposed_does_not_decide_but_a_colleague_does(client, certificate, staff, at):
    found = revocations.propose(certificate, reason=REASON, actor=staff["safety"], at=at)
    address = reverse("certificates:revocation", args=[found.public_id])

    assert enter(client, staff["safety"]).post(address, {"decision": "approve"}).status_code == 403
    assert enter(client, staff["second_safety"]).post(address, {"decision": "approve"}).status_code == 302


def test_short_reason_is_refused_at_the_door(client, certificate, staff):
    address = reverse("certificates:revocation_new", args=[certificate.public_id])
    answer = enter(client, staff["hr"]).post(address, {"reason": "错"})

    assert answer.context["form"].errors["reason"] == ["请用一句话说明事由：至少十个字。"]
    assert not RevocationProposal.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"state": "approved"},
        {"state": "approved", "decider": "hr"},
        {"state": "declined", "decider": "holder"},
        {"state": "withdrawn", "decider": "safety"},
        {"state": "proposed", "decider": "safety"},
        {"state": "lost", "decider": "safety"},
    ],
    ids=str,
)
def test_database_refuses_what_two_persons_did_not_do(proposal, staff, user, at, change):
    deciders = {**staff, "holder": user}
    decider = deciders.get(change.get("decider"))
    fields = {"state": change["state"], "decided_by": decider, "decided_at": at if decider else None}

    with pytest.raises(IntegrityError), transaction.atomic():
        RevocationProposal.objects.filter(pk=proposal.pk).update(**fields)


def test_database_refuses_a_proposal_by_its_subject_and_a_second_that_waits(certificate, proposal, user, at):
    for fields in ({"proposed_by": user}, {"proposed_by": User.objects.create_user("X1")}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RevocationProposal.objects.create(
                certificate=certificate, subject=user, reason=REASON, proposed_at=at, **fields
            )


def test_list_shows_what_waits_and_costs_the_same(client, employ, certify, staff, at, django_assert_num_queries):
    enter(client, staff["safety"]).get(reverse("certificates:revocations"))
    counts = []
    for number in (1, 2, 3):
        revocations.propose(
            certify(employ(number)), reason=REASON, actor=staff["hr"], at=at + timedelta(minutes=number)
        )
        if number != 2:
            with django_assert_num_queries(6):
                page = client.get(reverse("certificates:revocations")).context["page"]
            counts.append(len(page.object_list))

    assert counts == [1, 3]
