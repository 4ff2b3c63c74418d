"""Sections with a time of their own: begun one after the other, answered in their own time, and never gone back to."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from core.models import AuditEvent
from exams.actions import accommodations, answer_decisions, attempts, branches, extensions, sections, sittings
from exams.actions.attempts import Answer
from exams.domain.accommodations import Given
from exams.domain.timing import GRACE
from exams.enums import AttemptState
from exams.errors import DecisionRefused, OpenElsewhere, ResponseRefused, TimeIsUp
from exams.errors.sections import SectionOutOfTurn, SectionsWait
from exams.models import Attempt, Candidate, ItemVersion, ResponseEvent, SectionRun
from exams.queries.attempts import form_items, standing_values
from exams.queries.record import events_of, record_rows, traces_of
from exams.queries.sections import open_items, timed_sections
from exams.queries.uncounted import uncounted_of, waiting_answers
from people.models import User
from tests.exams.item_types.samples import SAMPLES
from tests.factories.exams import make_exam, make_item, make_sitting, make_timed_exam

pytestmark = pytest.mark.django_db
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
A, B = "a" * 26, "b" * 26


@pytest.fixture
def run(person, at):
    """An attempt at two sections of two questions: 10 minutes, then 15, of 30 in all."""
    exam = make_timed_exam(at=at)
    return attempts.start_by({"pk": person.pk}, exam=exam, actor=person.user, at=at, device=A)


def send(run, position, at, *, value="b", sequence=1, made_at=None, device=A):
    """Send one answer; return what became of it."""
    answer = Answer(position, value, sequence, f"{position}-{sequence}-{device[:1]}", made_at)
    [saved] = attempts.save(run, answers=[answer], received_at=at, device=device)
    return saved.fate


def times(run):
    return [(row.started_at, row.deadline_at, row.ended_at) for row in SectionRun.objects.filter(attempt=run)]


def shown(run):
    return [row.position for row in open_items(form_items(run), timed_sections(run))]


def go_on(run, to, at, device=A):
    return sections.go_on(run, to=to, actor=run.person.user, at=at, device=device)


def test_all_sections_are_written_at_the_start_and_the_first_begins(run, at):
    assert times(run) == [(at, at + 10 * MINUTE, None), (None, None, None)]
    assert run.deadline_at == at + 30 * MINUTE
    assert shown(run) == [1, 2]


def test_exam_without_timed_sections_has_none(person, at):
    plain = attempts.start(make_exam(at=at), person=person, actor=person.user, at=at)

    assert not SectionRun.objects.exists()
    assert timed_sections(plain) is None
    with pytest.raises(SectionOutOfTurn):
        go_on(plain, 1, at)


def test_going_on_ends_one_and_begins_the_next_once(run, at):
    later = at + 4 * MINUTE
    for moment in (later, later + SECOND):  # a double press
        assert go_on(run, 2, moment).place == 2

    assert times(run) == [(at, at + 10 * MINUTE, later), (later, later + 15 * MINUTE, None)]
    assert shown(run) == [3, 4]
    said = AuditEvent.objects.get(action="exams.section_begun").data
    assert (said["ended"], said["begun"]) == (1, 2)


def test_section_whose_time_is_over_ended_with_it_and_the_time_between_is_gone(run, at):
    go_on(run, 2, at + 25 * MINUTE)

    first, second = times(run)
    assert first[2] == at + 10 * MINUTE
    assert timed_sections(run).ends_at == run.deadline_at == at + 30 * MINUTE < second[1]


@pytest.mark.parametrize(
    ("to", "minutes", "device", "refusal"),
    [
        (3, 1, A, SectionOutOfTurn),
        (99, 1, A, SectionOutOfTurn),
        (2, 30, A, TimeIsUp),
        (2, 1, B, OpenElsewhere),
    ],
    ids=["one left out", "unknown", "no time left", "without the pen"],
)
def test_what_is_out_of_turn_is_refused(person, at, to, minutes, device, refusal):
    exam = make_timed_exam(at=at, minutes=(10, 5, 5))
    run = attempts.start_by({"pk": person.pk}, exam=exam, actor=person.user, at=at, device=A)

    with pytest.raises(refusal):
        go_on(run, to, at + minutes * MINUTE, device)

    assert SectionRun.objects.filter(attempt=run, started_at__isnull=False).count() == 1


@pytest.mark.parametrize(
    ("position", "minutes", "seconds", "goes_on_at", "fate"),
    [
        (1, 10, 0, None, "counted"),
        (1, 10, 15, None, "counted"),
        (1, 10, 16, None, "late"),
        (1, 5, 0, 4, "late"),
        (3, 5, 0, None, "unreadable"),
        (3, 5, 0, 4, "counted"),
        (3, 19, 15, 4, "counted"),
        (3, 19, 16, 4, "late"),
        (3, 30, 15, 20, "counted"),
        (3, 30, 16, 20, "late"),
        (9, 5, 0, 4, "unreadable"),
    ],
)
def test_answer_counts_in_the_time_of_its_section(run, at, position, minutes, seconds, goes_on_at, fate):
    if goes_on_at is not None:
        go_on(run, 2, at + goes_on_at * MINUTE)

    assert send(run, position, at + minutes * MINUTE + seconds * SECOND) == fate


def test_receipt_tells_the_time_and_the_place_of_the_open_section(run, at):
    def told():
        receipt = attempts.save_to(attempts.attempt_of_key(run.pk), answers=[], received_at=at, device=A)
        return receipt.section, receipt.deadline_at - at

    assert told() == (1, 10 * MINUTE)
    go_on(run, 2, at + 4 * MINUTE)
    assert told() == (2, 19 * MINUTE)


def test_hand_in_is_for_the_last_section(run, at):
    with pytest.raises(SectionsWait):
        attempts.submit(run, actor=run.person.user, at=at + MINUTE)
    go_on(run, 2, at + 2 * MINUTE)

    ended = attempts.submit(run, actor=run.person.user, at=at + 3 * MINUTE)

    assert ended.state == AttemptState.SUBMITTED


def test_attempt_that_stays_in_a_section_is_closed_at_its_own_deadline(run, at):
    ended = attempts.close_overdue(run, at=at + 30 * MINUTE + GRACE + SECOND)

    assert (ended.state, ended.ended_at) == (AttemptState.CLOSED, at + 30 * MINUTE)


def test_extension_moves_attempt_and_open_section(run, at):
    extensions.extend(run, minutes=5, reason="x", actor=run.person.user, at=at + 12 * MINUTE)

    assert Attempt.objects.get(pk=run.pk).deadline_at == at + 35 * MINUTE
    assert times(run)[0] == (at, at + 15 * MINUTE, None)
    assert send(run, 1, at + 15 * MINUTE) == "counted"
    go_on(run, 2, at + 16 * MINUTE)
    assert times(run)[0][2] == at + 15 * MINUTE
    assert times(run)[1][1] == at + 31 * MINUTE


def test_extension_for_all_moves_open_sections_only(person, at):
    sitting = make_sitting(make_timed_exam(at=at), at=at, mode="online")
    runs = []
    for n in range(2):
        other = person if n == 0 else type(person).objects.create(employee_no="G2", name="李四")
        Candidate.objects.create(sitting=sitting, person=other)
        runs.append(attempts.start(sitting.exam, person=other, actor=person.user, at=at, sitting=sitting))
    go_on(runs[0], 2, at + 5 * MINUTE, None)

    extensions.extend_all(sitting, Attempt.objects.all(), minutes=5, reason="x", actor=person.user, at=at)

    assert [row[1] for row in times(runs[0])] == [at + 10 * MINUTE, at + 25 * MINUTE]
    assert [row[1] for row in times(runs[1])] == [at + 15 * MINUTE, None]


def test_sitting_that_is_closed_ends_the_section_too(person, at):
    sitting = make_sitting(make_timed_exam(at=at), at=at, mode="online")
    Candidate.objects.create(sitting=sitting, person=person)
    run = attempts.start(sitting.exam, person=person, actor=person.user, at=at, sitting=sitting)

    sittings.close_sitting(sitting, actor=person.user, at=at + 5 * MINUTE)

    assert send(run, 1, at + 5 * MINUTE + GRACE + SECOND, device="") == "late"


def test_time_factor_stretches_each_section(person, at):
    two = [User.objects.create_user(name) for name in ("S1", "S2")]
    given = Given(time_factor=Decimal("1.5"))
    day = at.date()
    asked = accommodations.propose(
        person, given=given, reason="x", starts_on=day, ends_on=day + timedelta(days=9), actor=two[0], at=at
    )
    accommodations.approve(asked, note="", actor=two[1], at=at)
    run = attempts.start_by({"pk": person.pk}, exam=make_timed_exam(at=at), actor=person.user, at=at, device=A)

    go_on(run, 2, at + 20 * MINUTE)

    assert [row[1] for row in times(run)] == [at + 15 * MINUTE, at + 20 * MINUTE + 22.5 * MINUTE]
    assert run.deadline_at == at + 45 * MINUTE


def test_final_choice_counts_in_the_time_of_its_section(person, at):
    exam = make_timed_exam(at=at, each=1, code="B1")
    body, key = SAMPLES["branching"]
    for row in exam.blueprint.select_related("area"):
        ItemVersion.objects.filter(item__area=row.area).update(status="retired")
        make_item(9, row.area, at=at, item_type="branching", body=body, key=key)
    run = attempts.start_by({"pk": person.pk}, exam=exam, actor=person.user, at=at, device=A)
    step = {"made": 0, "choice": "jump", "device": A}

    with pytest.raises(ResponseRefused):
        branches.choose(run, position=2, received_at=at, **step)
    assert not ResponseEvent.objects.exists()
    go_on(run, 2, at + MINUTE)
    with pytest.raises(TimeIsUp):
        branches.choose(run, position=1, received_at=at + MINUTE, **step)
    branches.choose(run, position=2, received_at=at + 16 * MINUTE + GRACE, **step)

    assert set(ResponseEvent.objects.values_list("position", "fate")) == {(1, "late"), (2, "counted")}


@pytest.fixture
def late(run, at):
    """Answers to the first section, ended after 4 minutes, that came in the second; one was given in time."""
    go_on(run, 2, at + 4 * MINUTE)
    assert send(run, 1, at + 5 * MINUTE, made_at=at + 4 * MINUTE) == "late"
    assert send(run, 2, at + 5 * MINUTE, made_at=at + 4 * MINUTE + SECOND) == "late"
    assert send(run, 3, at + 19 * MINUTE + 16 * SECOND, made_at=at + 19 * MINUTE) == "late"
    assert send(run, 4, at + 20 * MINUTE, made_at=at + 19 * MINUTE + SECOND) == "late"
    return attempts.submit(run, actor=run.person.user, at=at + 21 * MINUTE)


def test_answer_given_by_the_end_of_its_section_waits_for_the_examiner(late):
    assert set(waiting_answers().values_list("position", flat=True)) == {1, 3}
    told = uncounted_of(late)
    assert (told.waiting, told.late) == (2, 2)
    rows = record_rows(late, events_of(late, only_uncounted=True))
    assert {row.event.position: row.is_open for row in rows} == {1: True, 2: False, 3: True, 4: False}


def test_examiner_accepts_what_was_in_time_and_nothing_else(late, at):
    examiner = User.objects.create_user("T1")
    ids = dict(ResponseEvent.objects.filter(attempt=late).values_list("position", "pk"))
    decide = {"is_accepted": True, "reason": "x", "actor": examiner, "at": at + 40 * MINUTE}
    with pytest.raises(DecisionRefused):
        answer_decisions.decide(late, events=[ids[2]], **decide)

    assert answer_decisions.decide(late, events=[ids[1], ids[3]], **decide) == 2

    assert standing_values(late) == {1: "b", 3: "b"}


def test_record_tells_begin_and_end_of_each_section(late, at):
    with translation.override("zh-hans"):
        rows = traces_of(late).sections

    assert [(row.number, row.name, row.minutes, row.started_at, row.ended_at) for row in rows] == [
        (1, "甲", 10, at, at + 4 * MINUTE),
        (2, "乙", 15, at + 4 * MINUTE, at + 19 * MINUTE),
    ]
