"""Start, save, submit, close: nothing lost, nothing twice, nothing late counted."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.models import AuditEvent
from exams.actions import attempts, extensions
from exams.actions.attempts import Answer
from exams.domain.start_code import is_start_code, start_code
from exams.domain.timing import GRACE
from exams.enums import AttemptState, ResponseFate
from exams.errors import (
    AlreadyPassed,
    BankTooSmall,
    CourseNotComplete,
    ExamNotOpen,
    IdentityNotChecked,
    MustWait,
    NoAttemptsLeft,
    NotOnRoster,
    ResponseRefused,
    StartCodeWrong,
)
from exams.models import Attempt, BlueprintRow, Candidate, ExamForm, Response, ResponseEvent, Score
from exams.queries.attempts import current_score, form_items, questions
from exams.queries.held_answers import held_answers
from exams.signals import attempt_finalised
from tests.factories.courses import make_course
from tests.factories.exams import make_exam, make_sitting

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
NUMBERS = count(1)  # one exam for each example: they share a transaction


def begin(exam, person, at, **fields):
    return attempts.start(exam, person=person, actor=person.user, at=at, **fields)


def answer(position, value="b", sequence=1, client_id=None):
    return Answer(position, value, sequence, client_id or f"{position}-{sequence}-{value}")


def answer_all(attempt, at, *, right, wrong_positions=()):
    batch = [answer(row.position, "b" if row.position <= right else "a") for row in form_items(attempt)]
    batch = [answer(a.position, "a") if a.position in wrong_positions else a for a in batch]
    return attempts.save(attempt, answers=batch, received_at=at)


def test_start_fixes_deadline_and_form(person, at):
    exam = make_exam(at=at, time_limit_minutes=30)

    attempt = begin(exam, person, at)

    assert (attempt.number, attempt.mode, attempt.deadline_at) == (1, "online", at + 30 * MINUTE)
    assert [row.position for row in form_items(attempt)] == [1, 2, 3, 4, 5]


def test_start_twice_is_the_same_attempt(person, at):
    exam = make_exam(at=at)

    assert begin(exam, person, at) == begin(exam, person, at + MINUTE)
    assert ExamForm.objects.count() == 1


def test_start_of_a_closed_exam_is_refused(person, at):
    with pytest.raises(ExamNotOpen):
        begin(make_exam(at=at, is_open=False), person, at)


def test_exam_comes_after_its_course(person, at):
    with pytest.raises(CourseNotComplete):
        begin(make_exam(at=at, course=make_course(), requires_course=True), person, at)


def test_blueprint_that_the_bank_cannot_satisfy_is_refused_and_nothing_is_begun(person, at):
    exam = make_exam(at=at)
    BlueprintRow.objects.update(count=7)

    with pytest.raises(BankTooSmall) as refused:
        begin(exam, person, at)

    [shortage] = refused.value.data["shortages"]
    assert (shortage.wanted, shortage.available) == (7, 5)
    assert (Attempt.objects.count(), ExamForm.objects.count()) == (0, 0)


def test_questions_hold_nothing_of_the_key(person, at):
    attempt = begin(make_exam(at=at), person, at)
    shown = str(questions(attempt))

    assert "correct" not in shown
    assert "先通风" not in shown
    assert "E1-" not in shown
    assert questions(attempt) == questions(Attempt.objects.get())


def test_right_option_stands_at_every_place_equally_often(person, at):
    exam = make_exam(at=at, items=40)
    places = [
        [option["text"] for option in question.body["options"]].index("选项b")
        for question in questions(begin(exam, person, at))
    ]

    assert {places.count(n) > 0 for n in range(4)} == {True}


@pytest.mark.parametrize(("right", "passed", "percent"), [(5, True, 100), (4, True, 80), (3, False, 60)])
def test_submit_marks_and_decides(person, at, right, passed, percent, django_capture_on_commit_callbacks):
    attempt = begin(make_exam(at=at), person, at)
    answer_all(attempt, at + MINUTE, right=right)
    heard = []
    attempt_finalised.connect(lambda **s: heard.append(s["attempt_id"]), weak=False, dispatch_uid="test")

    with django_capture_on_commit_callbacks(execute=True):
        attempt = attempts.submit(attempt, actor=person.user, at=at + 2 * MINUTE)
    attempt_finalised.disconnect(dispatch_uid="test")

    score = current_score(attempt)
    assert (score.passed, score.percent) == (passed, percent)
    assert (attempt.state, attempt.ended_at, heard) == (AttemptState.SUBMITTED, at + 2 * MINUTE, [attempt.pk])


def test_wrong_critical_item_fails_whatever_the_total(person, at):
    attempt = begin(make_exam(at=at, items=10, critical=1, critical_count=1), person, at)
    critical = next(row.position for row in form_items(attempt) if row.is_critical)
    answer_all(attempt, at, right=10, wrong_positions={critical})

    score = current_score(attempts.submit(attempt, actor=person.user, at=at + MINUTE))

    assert (score.percent, score.passed, score.failed_critical) == (90, False, [critical])


def test_submit_twice_gives_one_score_and_one_receipt(person, at):
    attempt = begin(make_exam(at=at), person, at)
    first = attempts.submit(attempt, actor=person.user, at=at + MINUTE).receipt
    second = attempts.submit(Attempt.objects.get(), actor=person.user, at=at + 2 * MINUTE).receipt

    assert first == second
    assert Score.objects.count() == 1
    assert AuditEvent.objects.filter(action="exams.attempt_submitted").count() == 1


def test_same_batch_again_gives_the_same_reply_and_stores_nothing_new(person, at):
    attempt = begin(make_exam(at=at), person, at)
    first = answer_all(attempt, at, right=5)

    assert answer_all(attempt, at + MINUTE, right=5) == first
    assert (ResponseEvent.objects.count(), Response.objects.count()) == (5, 5)


@pytest.mark.parametrize(
    ("late_by", "fate", "stands"),
    [(timedelta(0), "counted", ["b"]), (GRACE, "counted", ["b"]), (GRACE + MINUTE, "late", [])],
)
def test_answer_after_the_deadline_is_kept_but_not_counted(person, at, late_by, fate, stands):
    attempt = begin(make_exam(at=at), person, at)

    [saved] = attempts.save(attempt, answers=[answer(1)], received_at=attempt.deadline_at + late_by)

    assert saved.fate == fate
    assert ResponseEvent.objects.get().fate == fate
    assert list(Response.objects.values_list("value", flat=True)) == stands


def test_answer_after_submission_is_kept_but_changes_no_score(person, at):
    attempt = begin(make_exam(at=at), person, at)
    attempts.submit(attempt, actor=person.user, at=at + MINUTE)

    [saved] = attempts.save(attempt, answers=[answer(1)], received_at=at + 2 * MINUTE)

    assert saved.fate is ResponseFate.LATE
    assert current_score(attempt).points == 0


def test_overdue_attempt_is_closed_as_of_its_deadline_and_marked(person, at):
    attempt = begin(make_exam(at=at), person, at)
    answer_all(attempt, at, right=5)

    attempts.close_overdue(attempt, at=attempt.deadline_at + GRACE)
    assert attempt.state == AttemptState.OPEN
    attempts.submit(attempt, actor=person.user, at=attempt.deadline_at + timedelta(hours=8))

    assert (attempt.state, attempt.ended_at) == (AttemptState.CLOSED, attempt.deadline_at)
    assert current_score(attempt).passed


def test_overdue_attempt_stays_closed_where_the_next_is_refused(person, at):
    attempt = begin(make_exam(at=at, attempts_allowed=1), person, at)

    with pytest.raises(NoAttemptsLeft):
        begin(attempt.exam, person, at + timedelta(hours=8))

    attempt.refresh_from_db()
    assert (attempt.state, attempt.ended_at) == (AttemptState.CLOSED, attempt.deadline_at)


def test_extension_moves_the_deadline_for_saves(person, at):
    attempt = begin(make_exam(at=at), person, at)
    extensions.extend(attempt, minutes=10, reason="fire alarm", actor=person.user, at=at)

    [saved] = attempts.save(attempt, answers=[answer(1)], received_at=at + 39 * MINUTE)

    assert saved.fate is ResponseFate.COUNTED
    assert attempts.close_overdue(attempt, at=at + 39 * MINUTE).state == AttemptState.OPEN


def test_extension_of_an_ended_attempt_is_refused(person, at):
    attempt = attempts.submit(begin(make_exam(at=at), person, at), actor=person.user, at=at)

    with pytest.raises(ExamNotOpen):
        extensions.extend(attempt, minutes=10, reason="x", actor=person.user, at=at)


def test_failed_attempt_waits_and_attempts_run_out(person, at):
    exam = make_exam(at=at, attempts_allowed=2, wait_hours=24)
    attempts.submit(begin(exam, person, at), actor=person.user, at=at)

    with pytest.raises(MustWait) as refused:
        begin(exam, person, at + timedelta(hours=23, minutes=59))
    assert refused.value.data == {"until": at + timedelta(hours=24)}
    assert refused.value.message == "未通过后须间隔一段时间学习，2026-11-25 09:00 起可以再考。"
    second = begin(exam, person, at + timedelta(hours=24))
    attempts.submit(second, actor=person.user, at=at + timedelta(hours=24))
    with pytest.raises(NoAttemptsLeft):
        begin(exam, person, at + timedelta(days=30))
    assert second.number == 2


def test_passed_exam_is_not_sat_again(person, at):
    exam = make_exam(at=at)
    attempt = begin(exam, person, at)
    answer_all(attempt, at, right=5)
    attempts.submit(attempt, actor=person.user, at=at)

    with pytest.raises(AlreadyPassed):
        begin(exam, person, at + timedelta(days=2))


def test_on_site_start_needs_roster_identity_and_code(person, user, at):
    exam = make_exam(at=at)
    sitting = make_sitting(exam, at=at)
    code = start_code(secret=sitting.code_secret, at=at)

    with pytest.raises(NotOnRoster):
        begin(exam, person, at, sitting=sitting, code=code)
    candidate = Candidate.objects.create(sitting=sitting, person=person)
    with pytest.raises(IdentityNotChecked):
        begin(exam, person, at, sitting=sitting, code=code)
    candidate.identity_checked_at, candidate.identity_checked_by = at, user
    candidate.save()
    for wrong in ("", "000000" if code != "000000" else "1", start_code(secret="other", at=at)):
        with pytest.raises(StartCodeWrong):
            begin(exam, person, at, sitting=sitting, code=wrong)

    assert begin(exam, person, at, sitting=sitting, code=f" {code[:3]} {code[3:]}").mode == "on_site"


def test_start_code_ends_after_two_minutes(at):
    sitting_secret = "s"
    code = start_code(secret=sitting_secret, at=at)

    assert [is_start_code(code, secret="s", at=at + n * MINUTE) for n in (0, 1, 2, -1)] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    "fields",
    [{"state": "planned"}, {"state": "closed"}],
)
def test_sitting_that_is_not_open_takes_nobody(person, at, fields):
    exam = make_exam(at=at)

    with pytest.raises(ExamNotOpen):
        begin(exam, person, at, sitting=make_sitting(exam, at=at, **fields))


def test_deadline_ends_with_the_sitting(person, at):
    exam = make_exam(at=at, time_limit_minutes=60)
    sitting = make_sitting(exam, at=at, mode="online", closes_at=at + 20 * MINUTE)
    Candidate.objects.create(sitting=sitting, person=person)

    assert begin(exam, person, at, sitting=sitting).deadline_at == at + 20 * MINUTE


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 6)), max_size=10), st.randoms())
def test_answer_that_stands_is_the_highest_sequence_whatever_arrives_when(person, at, history, rng):
    exam = make_exam(at=at, items=3, code=f"P{next(NUMBERS)}")
    attempt = begin(exam, person, at)
    batch = [answer(p, "abcd"[s % 4], s, f"{p}-{s}") for p, s in history] * 2
    rng.shuffle(batch)
    for one in batch:
        attempts.save(attempt, answers=[one], received_at=at)

    stands = dict(Response.objects.filter(attempt=attempt).values_list("position", "value"))
    assert stands == {p: "abcd"[max(s for q, s in history if q == p) % 4] for p, _ in history}
    assert ResponseEvent.objects.filter(attempt=attempt).count() == len(set(history))


def test_id_of_one_answer_does_not_stand_for_another_question(person, at):
    attempt = begin(make_exam(at=at), person, at)
    attempts.save(attempt, answers=[answer(1, client_id="one")], received_at=at)

    with pytest.raises(ResponseRefused):
        attempts.save(attempt, answers=[answer(2, client_id="two"), answer(3, client_id="one")], received_at=at)

    assert list(Response.objects.values_list("position", flat=True)) == [1]


ONE = answer(1, "b", 7, "one")
OTHERS = {
    "question": replace(ONE, position=2),
    "sequence": replace(ONE, sequence=8),
    "value": replace(ONE, value="a"),
    "unreadable value": replace(ONE, value="z"),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("before", [[], [ONE]], ids=["in one batch", "after it"])
def test_an_id_that_comes_with_another_answer_is_never_acknowledged(person, at, before, other):
    attempt = begin(make_exam(at=at), person, at)
    attempts.save(attempt, answers=before, received_at=at)

    with pytest.raises(ResponseRefused):
        attempts.save(attempt, answers=[answer(3), ONE, other], received_at=at)

    assert list(Response.objects.values_list("position", "value")) == [(1, "b")] * len(before)
    assert [saved.fate for saved in attempts.save(attempt, answers=[answer(3), ONE], received_at=at)] == [
        "counted"
    ] * 2


def test_answer_that_stands_cannot_be_written_past_its_events(person, at):
    attempt = begin(make_exam(at=at), person, at)
    attempts.save(attempt, answers=[answer(1, "a", 1), answer(1, "b", 3), answer(1, "c", 2)], received_at=at)

    assert list(Response.objects.values_list("value", "sequence")) == [("b", 3)]
    with pytest.raises(DatabaseError), transaction.atomic():
        Response.objects.update(value="c")
    with pytest.raises(IntegrityError), transaction.atomic():
        ResponseEvent.objects.create(
            attempt=attempt, position=1, value="d", sequence=3, client_id="x", fate="counted", received_at=at
        )


def test_save_that_read_before_the_other_had_written_looks_again(person, at, monkeypatch):
    attempt = begin(make_exam(at=at), person, at)
    first = answer_all(attempt, at, right=5)
    looks = []

    def stale_at_first(runs, **asked):
        held = held_answers(runs, **asked)
        looks.append(held)
        return held if len(looks) > 1 else replace(held, newest={}, sent={})

    monkeypatch.setattr(attempts, "held_answers", stale_at_first)

    assert answer_all(attempt, at, right=5) == first
    assert (len(looks), ResponseEvent.objects.count()) == (2, 5)
