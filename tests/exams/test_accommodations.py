"""Accommodations: asked for by one, decided by another, kept with the attempt, seen by those who need to, never why."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from core.models import AuditEvent
from core.sheets import Limits, read_table
from exams.actions import accommodations, attempts, extensions, papers
from exams.domain.accommodations import NOTHING, Given
from exams.errors.conditions import (
    AccommodationDaysWrong,
    AccommodationEmpty,
    AccommodationNotInForce,
    AccommodationOverlaps,
    AccommodationWaits,
)
from exams.models import Accommodation, Attempt, Candidate
from people.errors import DeclineNeedsReason, NeedsTwoPersons, NotYourProposal, ProposalSettled
from tests.certificates.conftest import DAY, employ, staff, units
from tests.exams.item_types.samples import HAZARD_KEY, HAZARDS
from tests.factories.exams import make_exam, make_picture, make_sitting

__all__ = ["employ", "staff", "units"]
pytestmark = pytest.mark.django_db
REASON = "右手骨折，证明见人事档案 2026-118"
HALF_MORE = Given(Decimal("1.50"), larger_print=True, list_form=True)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def person(employ, user):
    return employ(1, user=user)


@pytest.fixture
def propose(person, staff, at):
    def make(*, actor="hr", first=0, last=30, given=HALF_MORE, who=None):
        return accommodations.propose(
            who or person, given=given, reason=REASON, starts_on=DAY + timedelta(days=first),
            ends_on=DAY + timedelta(days=last), actor=staff[actor], at=at,
        )  # fmt: skip

    return make


@pytest.fixture
def give(propose, staff, at):
    def make(**fields):
        found = propose(**fields)
        accommodations.approve(found, note="", actor=staff["safety"], at=at)
        return found

    return make


def enter(client, account):
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def begin(person, exam, at, **fields):
    return attempts.start(exam, person=person, actor=person.user, at=at, **fields)


def test_time_holds_once_a_second_person_approved_and_no_longer_once_it_ended(
    client, person, propose, staff, at, monkeypatch
):
    monkeypatch.setattr("core.clock.now", lambda: at)
    found = propose()
    assert begin(person, make_exam(at=at), at).given == NOTHING
    address = reverse("exams:accommodation", args=[found.public_id])
    enter(client, staff["safety"]).post(address, {"decision": "approve", "note": ""})

    held = begin(person, make_exam(at=at, code="E2"), at)

    assert (held.given, held.accommodation) == (HALF_MORE, found)
    assert held.deadline_at - at == 45 * MINUTE
    enter(client, staff["hr"]).post(reverse("exams:accommodation_end", args=[found.public_id]))
    assert begin(person, make_exam(at=at, code="E3"), at).given == NOTHING
    held.refresh_from_db()
    assert (held.given, held.deadline_at - at) == (HALF_MORE, 45 * MINUTE)  # what runs is never moved
    deeds = AuditEvent.objects.filter(action__startswith="exams.accommodation").order_by("pk")
    assert [(row.action.removeprefix("exams.accommodation_"), row.actor_id) for row in deeds] == [
        ("proposed", staff["hr"].pk),
        ("approved", staff["safety"].pk),
        ("ended", staff["hr"].pk),
    ]
    assert not [row for row in deeds if "骨折" in str(row.data)]
    started = AuditEvent.objects.filter(action="exams.attempt_started").order_by("-pk")[1]
    assert started.data["given"] == {"time_factor": "1.50", "larger_print": True, "list_form": True}


def test_two_persons_decide_and_neither_is_the_one_concerned(person, propose, staff, user, at):
    found = propose()
    for actor in (staff["hr"], user):
        with pytest.raises(NeedsTwoPersons):
            accommodations.approve(found, note="", actor=actor, at=at)
    with pytest.raises(NeedsTwoPersons):
        accommodations.propose(
            person, given=HALF_MORE, reason=REASON, starts_on=DAY, ends_on=DAY, actor=user, at=at
        )
    with pytest.raises(NotYourProposal):
        accommodations.withdraw(found, actor=staff["safety"], at=at)
    with pytest.raises(DeclineNeedsReason):
        accommodations.decline(found, note=" ", actor=staff["safety"], at=at)
    accommodations.decline(found, note="材料不全", actor=staff["safety"], at=at)
    with pytest.raises(ProposalSettled):
        accommodations.approve(found, note="", actor=staff["second_safety"], at=at)


def test_what_cannot_be_is_refused(propose, give, staff, at):
    with pytest.raises(AccommodationEmpty):
        propose(given=NOTHING)
    with pytest.raises(AccommodationDaysWrong):
        propose(first=2, last=1)
    with pytest.raises(AccommodationDaysWrong):
        propose(last=3 * 366)
    found = give()
    with pytest.raises(AccommodationOverlaps):
        propose(first=30, last=60)
    propose(first=31, last=60)
    with pytest.raises(AccommodationWaits):
        propose(first=70, last=80)
    accommodations.end_early(found, actor=staff["hr"], at=at)
    with pytest.raises(AccommodationNotInForce):
        accommodations.end_early(found, actor=staff["hr"], at=at)


@pytest.mark.parametrize("factor", ["0.99", "3.01"])
def test_database_refuses_a_factor_outside_one_to_three(give, factor):
    found = give()
    with pytest.raises(IntegrityError), transaction.atomic():
        Accommodation.objects.create(
            person=found.person, reason="x", starts_on=DAY, ends_on=DAY, time_factor=Decimal(factor),
            proposed_by=found.proposed_by, proposed_at=found.proposed_at,
        )  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        "time_factor = 3",
        "larger_print = FALSE",
        "ends_on = '2030-01-01'",
        "reason = 'x'",
        "person_id = person_id + 1",
    ],
)
def test_database_keeps_what_was_asked_for(give, change):
    give()
    with pytest.raises(DatabaseError, match="are kept"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE exams_accommodation SET {change}")  # noqa: S608 -- fixed strings
    with pytest.raises(DatabaseError, match="are kept"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM exams_accommodation")


def on_roster(sitting, person, user, at):
    Candidate.objects.create(sitting=sitting, person=person, identity_checked_at=at, identity_checked_by=user)


@pytest.fixture
def proctor(django_user_model):
    return django_user_model.objects.create_user("P1", "correct-horse-7")


def test_end_of_the_sitting_is_a_wall_until_the_proctor_extends_and_says_so_before(
    client, person, give, proctor, user, at, monkeypatch
):
    monkeypatch.setattr("core.clock.now", lambda: at)
    give()
    sitting = make_sitting(make_exam(at=at), at=at, mode="online", closes_at=at + 40 * MINUTE)
    sitting.proctors.add(proctor)
    on_roster(sitting, person, proctor, at)
    board = reverse("exams:sitting", args=[sitting.public_id])
    before = enter(client, proctor).get(board, headers={"accept-language": "en"}).content.decode()
    assert "员工1 (000001) lacks 5 minutes." in before

    run = begin(person, sitting.exam, at, sitting=sitting)

    assert run.deadline_at == sitting.closes_at
    during = client.get(board, headers={"accept-language": "en"}).content.decode()
    assert "The end of the sitting cuts off 5 minutes of the time given." in during
    assert "lacks 5 minutes" not in during
    extensions.extend(run, minutes=5, reason="加时", actor=proctor, at=at)
    assert "cuts off" not in client.get(board, headers={"accept-language": "en"}).content.decode()


def test_proctor_sees_what_is_given_and_never_why(client, person, give, proctor, at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    found = give()
    sitting = make_sitting(make_exam(at=at), at=at)
    sitting.proctors.add(proctor)
    on_roster(sitting, person, proctor, at)
    enter(client, proctor)
    board = client.get(
        reverse("exams:sitting", args=[sitting.public_id]), headers={"accept-language": "en"}
    ).content.decode()
    sheet = client.get(reverse("exams:roster_file", args=[sitting.public_id]))
    table = read_table(b"".join(sheet.streaming_content), file_name="a.xlsx", limits=Limits())

    assert re.findall(r'<span class="chip">([^<]*×[^<]*)</span>', board) == ["extra time ×1.5"]
    assert "×1.5" in str(table.rows)
    assert "骨折" not in board
    assert "骨折" not in str(table.rows)
    assert client.get(reverse("exams:accommodation", args=[found.public_id])).status_code == 404


def test_auditor_sees_that_two_decided_and_not_why(client, give, staff, at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    address = reverse("exams:accommodation", args=[give().public_id])

    assert "骨折" in enter(client, staff["hr"]).get(address).content.decode()
    seen = enter(client, staff["auditor"]).get(address).content.decode()

    assert "骨折" not in seen
    assert str(staff["safety"]) in seen


def test_person_is_told_before_and_the_paper_is_as_given(client, person, give, at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    give()
    make_picture("P1", at=at)
    exam = make_exam(at=at, items=1, like={"item_type": "hazard_spotting", "body": HAZARDS, "key": HAZARD_KEY})
    enter(client, person.user)
    mine = client.get(reverse("exams:mine"), headers={"accept-language": "en"}).content.decode()
    introduction = client.get(reverse("exams:introduction", args=[exam.public_id])).content.decode()
    client.post(reverse("exams:start", args=[exam.public_id]))
    paper = client.get(reverse("exams:attempt", args=[Attempt.objects.get().public_id])).content.decode()

    assert "In exams that begin until 2026-12-24 you are given:" in mine
    assert "<b>45</b>" in introduction
    assert 'class="larger-print"' in paper
    assert "data-list-form" in paper
    assert "骨折" not in mine + introduction + paper


def test_paper_is_printed_larger_and_its_attempt_keeps_the_factor(client, person, give, proctor, at, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: at)
    give()
    sitting = make_sitting(make_exam(at=at), at=at, mode="paper")
    sitting.proctors.add(proctor)
    on_roster(sitting, person, proctor, at)
    [paper] = papers.draw_papers(sitting, actor=proctor, at=at).papers
    address = reverse("exams:papers_print", args=[sitting.public_id])
    sheet = enter(client, proctor).get(address, headers={"accept-language": "en"}).content.decode()
    other = type(proctor).objects.create_user("P2")
    for keyer in (proctor, other):
        papers.key(paper, texts=["b"] * 5, actor=keyer, at=at)

    run = Attempt.objects.get()

    assert "sheet is-larger" in sheet
    assert "45 minutes, 80 % to pass" in sheet
    assert (run.given, run.deadline_at - run.started_at) == (HALF_MORE, 45 * MINUTE)


def test_list_is_narrowed_and_fetched_as_a_sheet_without_reasons(
    client, employ, give, propose, staff, at, monkeypatch
):
    monkeypatch.setattr("core.clock.now", lambda: at)
    give()
    propose(who=employ(2))
    enter(client, staff["hr"])
    names = lambda **query: re.findall(  # noqa: E731
        r'row-link"[^>]*>([^<]*)', client.get(reverse("exams:accommodations"), query).content.decode()
    )

    assert names() == ["员工2", "员工1"]
    assert names(show="in_force") == ["员工1"]
    assert names(q="000002") == ["员工2"]
    assert names(unit="B2") == []
    sheet = client.get(reverse("exams:accommodations_file"), {"show": "proposed"})
    table = read_table(b"".join(sheet.streaming_content), file_name="a.xlsx", limits=Limits())
    assert [cells[1] for _number, cells in table.rows] == ["员工2"]
    assert "骨折" not in str(table.rows)
    assert AuditEvent.objects.get(action="exams.accommodations_fetched").data == {"rows": 1}


@pytest.mark.parametrize("count", [1, 3])
def test_list_and_roster_cost_the_same_whatever_there_is(
    client, employ, propose, staff, proctor, at, monkeypatch, django_assert_num_queries, count
):
    monkeypatch.setattr("core.clock.now", lambda: at)
    sitting = make_sitting(make_exam(at=at), at=at, mode="online", closes_at=at + 31 * MINUTE)
    sitting.proctors.add(proctor)
    for number in range(10, 10 + count):
        who = employ(number)
        accommodations.approve(propose(who=who), note="", actor=staff["safety"], at=at)
        on_roster(sitting, who, proctor, at)
    enter(client, staff["hr"])
    with django_assert_num_queries(8):
        client.get(reverse("exams:accommodations"))
    enter(client, proctor)
    with django_assert_num_queries(19):
        client.get(reverse("exams:sitting", args=[sitting.public_id]))
