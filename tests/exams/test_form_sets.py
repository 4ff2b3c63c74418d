"""Sets of parallel forms: built, followed by sittings, taken out of use."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from core.models import AuditEvent
from exams.actions import attempts, form_sets, papers, sittings
from exams.actions.assembly import blueprint_rows
from exams.errors import BankTooSmall, NoteEmpty
from exams.errors.form_sets import FormSetInUse, FormSetUnfit, FormSetWithdrawn
from exams.models import BlueprintSection, Candidate, FormSet, FormSetWithdrawal, PreparedForm, Sitting
from exams.queries.asked import Asked, asked_of
from exams.queries.facilities import facilities
from exams.queries.form_sets import letters_of, usable_form_sets
from exams.queries.roster import candidates_of, roster
from people.models import Location, Person, Unit, User
from tests.factories.exams import WRITTEN, make_exam, make_item, make_sitting, sat

pytestmark = pytest.mark.django_db


@pytest.fixture
def exam(at):
    """Draw three of nine items."""
    made = make_exam(at=at, items=9)
    made.blueprint.update(count=3)
    return made


def built(exam, user, at, **fields):
    said = {"name": "十一月", "count": 3, "is_for_paper": False, "seed": 7, **fields}
    return form_sets.build(exam, **said, actor=user, at=at)


def codes(form):
    return {row.version.item.code for row in form.items.select_related("version__item")}


def join(sitting, number):
    account = User.objects.create_user(number)
    person = Person.objects.create(employee_no=number, name=f"员工{number}", user=account)
    Candidate.objects.create(
        sitting=sitting, person=person,
        identity_checked_at=sitting.opens_at, identity_checked_by=account, identity_method="known",
    )  # fmt: skip
    return person


def test_forms_of_a_set_are_frozen_with_letters_and_share_nothing_where_the_bank_allows_it(exam, user, at):
    found = built(exam, user, at)

    prepared = list(found.prepared.order_by("letter"))
    assert [(row.letter, row.measured, row.difficulty) for row in prepared] == [
        (letter, 0, Decimal("0.8500")) for letter in "ABC"
    ]
    assert len(set().union(*[codes(row.form) for row in prepared])) == 9
    event = AuditEvent.objects.get(action="exams.form_set_built")
    assert (event.data["exam"], event.data["forms"]) == ("E1", 3)


def test_the_same_seed_builds_the_same_forms(exam, user, at):
    one, other = built(exam, user, at), built(exam, user, at)

    assert [codes(row.form) for row in one.prepared.order_by("letter")] == [
        codes(row.form) for row in other.prepared.order_by("letter")
    ]


def test_what_the_bank_lacks_is_said_and_nothing_is_stored(exam, user, at):
    exam.blueprint.update(count=10)

    with pytest.raises(BankTooSmall) as refused:
        built(exam, user, at)

    [shortage] = refused.value.data["shortages"]
    assert (shortage.wanted, shortage.available) == (10, 9)
    assert not FormSet.objects.exists()


def test_forms_for_paper_hold_what_can_be_keyed_only(exam, user, at):
    make_item(10, exam.blueprint.get().area, at=at, **WRITTEN)
    exam.blueprint.update(count=9)

    held = [codes(row.form) for row in built(exam, user, at, is_for_paper=True).prepared.all()]

    assert held == [{f"E1-0{n}" for n in range(1, 10)}] * 3


def test_difficulty_is_measured_where_twenty_have_answered(exam, user, at):
    exam.blueprint.update(count=9)
    for number in range(20):
        account = User.objects.create_user(f"P{number}")
        person = Person.objects.create(employee_no=f"P{number}", name="某人", user=account)
        sat(person, exam, answers=dict.fromkeys(range(1, 6), "b"), at=at)

    known = facilities(exam)
    [first, *_others] = built(exam, user, at, count=2).prepared.all()

    assert {facility.answers for facility in known.values()} == {20}
    assert first.measured == 9
    assert first.difficulty == pytest.approx(Decimal(5) / 9, abs=Decimal("0.0001"))  # five of nine were right


def test_candidates_get_the_forms_in_turn_and_the_roster_says_which(exam, user, at, django_assert_num_queries):
    found = built(exam, user, at, count=2)
    held = make_sitting(exam, at=at, mode="online", form_set=found)
    for number in ("P1", "P2", "P3"):
        person = join(held, number)
        attempts.start(exam, person=person, actor=person.user, at=at, sitting=held)
    join(held, "P4")

    with django_assert_num_queries(6):
        rows = roster(candidates_of(held), sitting=held, at=at)
    assert [row.letter for row in rows] == ["A", "B", "A", ""]


def test_papers_follow_a_set_for_paper_and_the_roster_says_which(exam, user, at):
    found = built(exam, user, at, count=2, is_for_paper=True)
    held = make_sitting(exam, at=at, mode="paper", form_set=found)
    for number in ("P1", "P2", "P3"):
        join(held, number)
    papers.draw_papers(held, actor=user, at=at)

    assert [row.letter for row in roster(candidates_of(held), sitting=held, at=at)] == ["A", "B", "A"]


def scheduled(exam, user, at, **fields):
    unit = Unit.objects.create(code="G12", name="培训中心", kind="function", valid_from=at.date())
    place = Location.objects.create(name="第一考场", unit=unit, capacity=30)
    said = {"mode": "online", "location": place, "opens_at": at, "closes_at": at + timedelta(hours=2), **fields}
    return sittings.schedule(exam, **said, proctors=[], actor=user, at=at)


def test_a_sitting_follows_the_set_chosen_for_it(exam, user, at):
    found = built(exam, user, at)

    held = scheduled(exam, user, at, form_set=found)

    assert held.form_set == found
    assert AuditEvent.objects.get(action="exams.sitting_scheduled").data["form_set"] == found.public_id


@pytest.mark.parametrize("why", ["of another exam", "withdrawn", "not for paper"])
def test_a_set_that_does_not_fit_is_refused(exam, user, at, why):
    found = built(make_exam(at=at, code="E2", items=6) if why == "of another exam" else exam, user, at)
    if why == "withdrawn":
        form_sets.withdraw(found, reason="泄题", actor=user, at=at)

    with pytest.raises(FormSetUnfit):
        scheduled(exam, user, at, form_set=found, mode="paper" if why == "not for paper" else "online")
    assert not Sitting.objects.exists()


def test_a_set_stays_while_a_sitting_that_is_not_closed_follows_it(exam, user, at):
    found = built(exam, user, at)
    held = make_sitting(exam, at=at, form_set=found, state="planned")

    with pytest.raises(FormSetInUse):
        form_sets.withdraw(found, reason="泄题", actor=user, at=at)

    Sitting.objects.filter(pk=held.pk).update(state="closed")
    form_sets.withdraw(found, reason=" 泄题 ", actor=user, at=at)
    assert FormSetWithdrawal.objects.get().reason == "泄题"
    assert AuditEvent.objects.filter(action="exams.form_set_withdrawn").count() == 1
    assert PreparedForm.objects.filter(form_set=found).count() == 3  # on file


def test_a_set_is_withdrawn_once_and_with_a_reason(exam, user, at):
    found = built(exam, user, at)
    with pytest.raises(NoteEmpty):
        form_sets.withdraw(found, reason=" ", actor=user, at=at)
    form_sets.withdraw(found, reason="泄题", actor=user, at=at)
    with pytest.raises(FormSetWithdrawn):
        form_sets.withdraw(found, reason="泄题", actor=user, at=at)


def test_sets_are_never_deleted(exam, user, at):
    found = built(exam, user, at)
    with pytest.raises(IntegrityError), transaction.atomic():
        FormSet.objects.filter(pk=found.pk).delete()


def test_only_sets_of_open_exams_that_are_in_use_are_offered(exam, user, at):
    closed = make_exam(at=at, code="E2", items=6, is_open=False)
    kept, gone = built(exam, user, at), built(exam, user, at)
    built(closed, user, at)
    form_sets.withdraw(gone, reason="泄题", actor=user, at=at)

    assert [(row, letters_of(row.form_count)) for row in usable_form_sets()] == [(kept, "A–C")]


def test_a_candidate_is_told_what_the_form_will_ask(exam, user, at):
    first = BlueprintSection.objects.create(exam=exam, place=1, name="规程", name_en="Rules", minimum_percent=60)
    exam.blueprint.update(section=first)
    found = built(exam, user, at, count=2)
    held = make_sitting(exam, at=at, mode="online", form_set=found)
    BlueprintSection.objects.update(minimum_percent=None)
    exam.blueprint.update(count=5)

    assert asked_of(blueprint_rows(exam), held) == Asked(
        3, [("规程", Decimal(60))], []
    )  # the forms are those built before
    assert asked_of(blueprint_rows(exam), None) == Asked(5, [], [])
    BlueprintSection.objects.update(minimum_percent=70)
    with translation.override("en"):
        assert asked_of(blueprint_rows(exam), held).minimums == [("Rules", Decimal(60))]
        assert asked_of(blueprint_rows(exam), make_sitting(exam, at=at)) == Asked(5, [("Rules", Decimal(70))], [])
