"""Exemptions: proposed by one, decided by another, ended early, and read by coverage."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from compliance.actions import exemptions
from compliance.enums import GapState
from compliance.errors import ExemptionDaysWrong, ExemptionNotInForce, ExemptionOverlaps, ExemptionWaits
from compliance.models import Exemption, Requirement
from compliance.queries.person import person_gaps
from core.models import AuditEvent
from people.errors import DeclineNeedsReason, NeedsTwoPersons, ProposalSettled
from people.models import JobRole, User
from tests.certificates.conftest import DAY, certify, employ, m1, staff, today, units

__all__ = ["certify", "employ", "m1", "staff", "today", "units"]
pytestmark = pytest.mark.django_db
REASON = "长期病假，见人事档案 2026-031"


@pytest.fixture
def person(employ, m1, user):
    someone = employ(1, user=user)
    role = JobRole.objects.get()
    Requirement.objects.create(job_role=role, credential=m1, starts_on=DAY - timedelta(days=300))
    return someone


@pytest.fixture
def propose(person, m1, staff, at):
    def make(*, actor="manager", first=0, last=30):
        return exemptions.propose(
            person, credential=m1, reason=REASON, starts_on=DAY + timedelta(days=first),
            ends_on=DAY + timedelta(days=last), actor=staff[actor], at=at,
        )  # fmt: skip

    return make


def state(person, day=DAY):
    [gap] = person_gaps(person, day=day)
    return gap.state


def enter(client, account):
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_person_is_exempt_once_a_second_person_approves_and_no_longer_once_it_ends(
    client, person, propose, staff, at
):
    found = propose()
    assert state(person) is GapState.NEVER
    address = reverse("compliance:exemption", args=[found.public_id])
    enter(client, staff["safety"]).post(address, {"decision": "approve", "note": ""})
    assert (state(person), state(person, DAY + timedelta(days=31))) == (GapState.EXEMPT, GapState.NEVER)

    enter(client, staff["hr"]).post(reverse("compliance:exemption_end", args=[found.public_id]))

    assert (state(person), state(person, DAY - timedelta(days=1))) == (GapState.NEVER, GapState.NEVER)
    deeds = AuditEvent.objects.filter(action__startswith="compliance.exemption").order_by("pk")
    assert [(row.action.removeprefix("compliance.exemption_"), row.actor_id) for row in deeds] == [
        ("proposed", staff["manager"].pk),
        ("approved", staff["safety"].pk),
        ("ended", staff["hr"].pk),
    ]
    with pytest.raises(ExemptionNotInForce):
        exemptions.end_early(found, actor=staff["hr"], at=at)


def test_days_before_the_early_end_stay_exempt(person, propose, staff, at):
    found = propose(first=-10)
    exemptions.approve(found, note="", actor=staff["safety"], at=at)

    exemptions.end_early(found, actor=staff["hr"], at=at)

    assert (found.ended_on, state(person, DAY - timedelta(days=1))) == (DAY - timedelta(days=1), GapState.EXEMPT)
    assert state(person) is GapState.NEVER


def test_neither_proposer_nor_subject_decides(person, propose, m1, staff, user, at):
    found = propose()
    for actor in (staff["manager"], user):
        with pytest.raises(NeedsTwoPersons):
            exemptions.approve(found, note="", actor=actor, at=at)
    with pytest.raises(NeedsTwoPersons):
        exemptions.propose(person, credential=m1, reason=REASON, starts_on=DAY, ends_on=DAY, actor=user, at=at)


def test_declining_needs_a_reason_and_settles(person, propose, staff, at):
    found = propose()
    with pytest.raises(DeclineNeedsReason):
        exemptions.decline(found, note="", actor=staff["safety"], at=at)
    exemptions.decline(found, note="可在返岗前补训", actor=staff["safety"], at=at)

    with pytest.raises(ProposalSettled):
        exemptions.approve(found, note="", actor=staff["second_safety"], at=at)
    assert state(person) is GapState.NEVER


def test_one_waits_and_none_overlaps(propose, staff, at):
    found = propose()
    with pytest.raises(ExemptionWaits):
        propose(first=60, last=90)
    exemptions.approve(found, note="", actor=staff["safety"], at=at)
    with pytest.raises(ExemptionOverlaps):
        propose(first=30, last=60)

    later = propose(first=31, last=60)

    assert later.state == "proposed"


def test_days_that_cannot_be_are_refused(propose):
    with pytest.raises(ExemptionDaysWrong):
        propose(first=2, last=1)


@pytest.mark.parametrize(
    ("number", "field"), [("000001", None), ("000002", "employee_no"), ("nobody", "employee_no")]
)
def test_manager_proposes_for_people_of_the_unit_only(client, person, employ, m1, staff, number, field):
    employ(2, "B2")
    typed = {"employee_no": number, "credential": m1.pk, "starts_on": "2026-11-24", "ends_on": "2026-12-24"}

    answer = enter(client, staff["manager"]).post(reverse("compliance:exemption_new"), {**typed, "reason": REASON})

    assert (answer.status_code, Exemption.objects.count()) == ((302, 1) if field is None else (200, 0))
    assert field is None or list(answer.context["form"].errors) == [field]


@pytest.mark.parametrize(
    ("search", "count"),
    [({}, 1), ({"show": "in_force"}, 1), ({"show": "proposed"}, 0), ({"q": "员工1"}, 1), ({"unit": "B2"}, 0)],
    ids=str,
)
def test_list_is_narrowed(client, propose, staff, at, search, count):
    exemptions.approve(propose(), note="", actor=staff["safety"], at=at)

    answer = enter(client, staff["auditor"]).get(reverse("compliance:exemptions"), search)

    assert len(answer.context["rows"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_number_of_queries(client, employ, m1, staff, at, count, django_assert_num_queries):
    for number in range(count):
        exemptions.propose(
            employ(number), credential=m1, reason=REASON, starts_on=DAY, ends_on=DAY, actor=staff["hr"], at=at
        )
    enter(client, staff["safety"]).get(reverse("compliance:exemptions"))

    with django_assert_num_queries(9):
        assert len(client.get(reverse("compliance:exemptions")).context["rows"]) == count


@pytest.mark.parametrize(
    "change",
    [
        {"state": "approved", "decided_by": "manager"},
        {"state": "approved", "decided_by": "subject"},
        {"state": "approved"},
        {"proposed_by": "subject"},
        {"proposed_by": None},
        {"ended_on": DAY},
        {"state": "approved", "decided_by": "safety", "ended_on": DAY, "ended_by": "subject"},
    ],
    ids=str,
)
def test_database_refuses_what_two_persons_did_not_do(propose, staff, user, at, change):
    accounts = {**staff, "subject": user}
    fields = {key: accounts.get(value, value) if key.endswith("_by") else value for key, value in change.items()}
    for deed in ("decided", "ended"):
        if f"{deed}_by" in fields:
            fields[f"{deed}_at"] = at

    with pytest.raises(IntegrityError), transaction.atomic():
        Exemption.objects.filter(pk=propose().pk).update(**fields)


def test_database_keeps_exemptions_of_accounts_that_never_were(person, m1, at):
    # Rows from before proposals were kept have no proposer, and stand.
    Exemption.objects.create(
        person=person, credential=m1, reason="leave", starts_on=DAY, ends_on=DAY, proposed_at=at, state="approved",
        decided_by=User.objects.create_user("S9"), decided_at=at,
    )  # fmt: skip

    assert state(person) is GapState.EXEMPT
