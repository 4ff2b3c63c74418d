"""Void attempts and further ones: two persons rule, the attempt stays readable, and its score counts nowhere."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from certificates.actions.awards import award_for_completion, award_overdue
from certificates.models import Certificate, Credential, RevocationProposal
from core.models import AuditEvent
from courses.actions.enrolments import enrol
from courses.enums import EnrolmentSource
from courses.models import CourseCompletion
from exams.actions import answer_decisions, appeals, attempts, rulings
from exams.actions.attempts import Answer
from exams.errors import DecisionRefused, NoAttemptsLeft
from exams.errors.results import AppealRefused
from exams.errors.rulings import GrantedBefore, NothingToGrant, RulingProposed, StillRuns, VoidBefore
from exams.models import Attempt, MarkingTask, Ruling, Score
from exams.permissions import markable_tasks
from exams.queries.analysis import Period, ended, exam_rows
from exams.queries.attempts import current_score
from exams.queries.mine import exams_of
from exams.queries.rulings import effect_of
from people.enums import Right
from people.errors import DeclineNeedsReason, NeedsTwoPersons, ProposalSettled
from people.models import RoleGrant, Unit, User
from tests.factories.courses import make_course
from tests.factories.exams import make_exam, sat, submitted_with_a_written_answer

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
RIGHT = dict.fromkeys(range(1, 6), "b")


@pytest.fixture
def staff(at):
    """A trainer and two of the safety department, each for the whole organisation."""
    top, _ = Unit.objects.get_or_create(
        code="G12", defaults={"name": "G", "kind": "group", "valid_from": "2015-01-01"}
    )
    users = {}
    for name, right in (("trainer", Right.TRAINER), ("safety", Right.SAFETY), ("second", Right.SAFETY)):
        users[name] = User.objects.create_user(name.upper(), "correct-horse-7")
        RoleGrant.objects.create(
            user=users[name], right=right, unit=top, starts_on=date(2020, 1, 1), reason="appointed"
        )
    return users


@pytest.fixture
def rule(staff, at):
    """Let two persons rule on an attempt."""

    def decide(attempt, kind, at=at):
        ruling = rulings.propose(attempt, kind=kind, reason="火警", actor=staff["trainer"], at=at)
        rulings.approve(ruling, note="", actor=staff["safety"], at=at)
        attempt.refresh_from_db()
        return ruling

    return decide


def failed(person, exam, at):
    return sat(person, exam, answers={1: "a"}, at=at)


def begin(person, exam, at):
    return attempts.start(exam, person=person, actor=person.user, at=at)


def test_nothing_changes_until_a_second_person_approves(person, staff, at):
    run = failed(person, make_exam(at=at), at)
    ruling = rulings.propose(run, kind="void", reason=" 火警 ", actor=staff["safety"], at=at)

    assert (ruling.state, ruling.reason, ruling.subject) == ("proposed", "火警", person.user)
    with pytest.raises(NeedsTwoPersons):
        rulings.approve(ruling, note="", actor=staff["safety"], at=at)
    with pytest.raises(NeedsTwoPersons):
        rulings.approve(ruling, note="", actor=person.user, at=at)
    with pytest.raises(DeclineNeedsReason):
        rulings.decline(ruling, note=" ", actor=staff["second"], at=at)
    assert Attempt.objects.get().state == "submitted"

    rulings.approve(ruling, note="", actor=staff["second"], at=at + HOUR)

    found = Attempt.objects.get()
    assert (found.state, found.ended_at) == ("void", run.ended_at)
    with pytest.raises(ProposalSettled):
        rulings.decline(ruling, note="no", actor=staff["second"], at=at)
    trail = AuditEvent.objects.filter(action__startswith="exams.ruling_").order_by("sequence")
    assert [(row.action, row.data.get("state_before")) for row in trail] == [
        ("exams.ruling_proposed", None),
        ("exams.ruling_approved", "submitted"),
    ]


def test_nobody_proposes_about_an_attempt_of_ones_own(person, at):
    with pytest.raises(NeedsTwoPersons):
        rulings.propose(failed(person, make_exam(at=at), at), kind="grant", reason="x", actor=person.user, at=at)


def test_running_attempt_that_becomes_void_ends_and_is_not_marked(person, rule, at):
    exam = make_exam(at=at)
    run = begin(person, exam, at)
    attempts.save(run, answers=[Answer(1, "b", 1, "c1")], received_at=at)

    rule(run, "void_and_grant", at + HOUR / 4)

    assert (run.state, run.ended_at, current_score(run)) == ("void", at + HOUR / 4, None)
    [late] = attempts.save(run, answers=[Answer(1, "a", 2, "c2")], received_at=at + HOUR / 4)
    assert late.fate == "late"
    assert begin(person, exam, at + HOUR / 3).pk != run.pk


@pytest.mark.parametrize(
    ("kinds", "more"),
    [(["void"], 0), (["grant"], 1), (["void_and_grant"], 1), (["grant", "void"], 1), (["void", "grant"], 1)],
    ids=lambda value: "+".join(value) if isinstance(value, list) else "",
)
def test_as_many_attempts_begin_as_are_allowed_and_granted(person, rule, at, kinds, more):
    exam = make_exam(at=at, attempts_allowed=1, wait_hours=0)
    first = failed(person, exam, at)
    for kind in kinds:
        rule(first, kind)

    for turn in range(1, more + 1):
        again = failed(person, exam, at + turn * HOUR)
        assert again.grant.attempt == first
    with pytest.raises(NoAttemptsLeft):
        begin(person, exam, at + 9 * HOUR)
    assert Attempt.objects.count() == 1 + more


def test_void_attempt_makes_nobody_wait(person, rule, at):
    exam = make_exam(at=at, wait_hours=24)
    run = failed(person, exam, at)
    rule(run, "void", run.ended_at)

    assert begin(person, exam, run.ended_at).number == 2


def test_pass_that_is_void_is_no_pass(person, rule, at):
    exam = make_exam(at=at, wait_hours=0)
    run = sat(person, exam, answers=RIGHT, at=at)
    assert exams_of(person, exams=[exam], at=run.ended_at)[0].passed
    rule(run, "void_and_grant")

    [row] = exams_of(person, exams=[exam], at=run.ended_at)
    assert (row.passed, row.newest) == (False, None)
    assert not Score.objects.standing().exists()
    assert current_score(run).passed, "the score stays readable"
    assert [
        row.attempts for row in exam_rows(type(exam).objects.all(), ended(Attempt.objects.all(), Period()))
    ] == [0]
    assert begin(person, exam, run.ended_at).number == 2


def test_void_attempt_takes_no_marks_decisions_or_appeals(person, rule, staff, at):
    run = submitted_with_a_written_answer(person, at=at)
    scored = failed(person, make_exam(at=at), at)
    event = scored.events.create(
        position=2, value="b", sequence=9, client_id="x", fate="late", received_at=at, made_at=at
    )
    assert markable_tasks(staff["trainer"], day=at.date()).count() == 1
    for attempt in (run, scored):
        rule(attempt, "void")

    assert MarkingTask.objects.exists()
    assert not markable_tasks(staff["trainer"], day=at.date()).exists()
    with pytest.raises(DecisionRefused):
        answer_decisions.decide(
            scored, events=[event.pk], is_accepted=True, reason="x", actor=staff["trainer"], at=at
        )
    with pytest.raises(AppealRefused):
        appeals.raise_appeal(scored, position=1, text="x", actor=person.user, at=at)


def test_what_makes_no_sense_is_refused(person, rule, staff, at):
    exam = make_exam(at=at, wait_hours=0)

    def propose(attempt, kind):
        rulings.propose(attempt, kind=kind, reason="x", actor=staff["trainer"], at=at)

    run = begin(person, exam, at)
    with pytest.raises(StillRuns):
        propose(run, "grant")
    attempts.submit(run, actor=person.user, at=at)
    rule(run, "grant")
    with pytest.raises(GrantedBefore):
        propose(run, "void_and_grant")
    rule(run, "void")
    with pytest.raises(VoidBefore):
        propose(run, "void")
    passed = sat(person, exam, answers=RIGHT, at=at + HOUR)
    with pytest.raises(NothingToGrant):
        propose(passed, "grant")
    propose(passed, "void")
    with pytest.raises(RulingProposed):
        propose(passed, "void_and_grant")


@pytest.fixture
def certified(person, at):
    """A passed attempt with the certificate that rests on it."""
    course = make_course(lessons=1)
    exam = make_exam(at=at, course=course, requires_course=False)
    credential = Credential.objects.create(code="M1", name="有限空间作业", course=course, exam=exam)
    run = sat(person, exam, answers=RIGHT, at=at)
    return Certificate.objects.create(
        credential=credential,
        person=person,
        attempt=run,
        number="AN-M1-2026-000001-X",
        code="0" * 20,
        awarded_at=at,
        valid_from=at.date(),
        valid_to=at.date() + timedelta(days=300),
        snapshot={},
    )


def test_certificates_are_named_beforehand_and_their_revocation_is_proposed(
    certified, staff, at, django_capture_on_commit_callbacks
):
    run = certified.attempt
    ruling = rulings.propose(run, kind="void_and_grant", reason="替考", actor=staff["trainer"], at=at)

    effect = effect_of(ruling, at=at + HOUR)
    assert [thing.name for thing in effect.resting] == ["AN-M1-2026-000001-X · 有限空间作业"]
    assert (effect.left_before, effect.left_after) == (0, 3)
    with django_capture_on_commit_callbacks(execute=True):
        rulings.approve(ruling, note="", actor=staff["safety"], at=at)

    certified.refresh_from_db()
    assert certified.state == "pending", "revocation follows its own rules"
    asked = RevocationProposal.objects.get()
    assert (asked.certificate, asked.reason, asked.proposed_by, asked.state) == (
        certified, "替考", staff["trainer"], "proposed",
    )  # fmt: skip


def test_void_attempt_earns_no_certificate(person, rule, at, django_capture_on_commit_callbacks):
    course = make_course(lessons=1)
    exam = make_exam(at=at, course=course, requires_course=False)
    Credential.objects.create(code="M1", name="有限空间作业", course=course, exam=exam)
    run = sat(person, exam, answers=RIGHT, at=at)
    rule(run, "void")
    enrolment = enrol(person, course=course, source=EnrolmentSource.SELF, actor=person.user, at=at - HOUR)
    completion = CourseCompletion.objects.create(
        enrolment=enrolment, completed_at=at, course_title=course.title, hours=1
    )

    assert award_for_completion(completion, at=at + HOUR) == award_overdue(at=at + HOUR) == []


def change(table, pk, **values):
    columns = ", ".join(f'"{name}" = {value}' for name, value in values.items())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{table}" SET {columns} WHERE id = %s', [pk])  # noqa: S608


def test_database_lets_an_attempt_be_void_by_a_ruling_alone_and_for_good(person, rule, staff, at):
    run = failed(person, make_exam(at=at), at)
    rulings.propose(run, kind="void", reason="x", actor=staff["trainer"], at=at)
    with pytest.raises(IntegrityError, match="two persons"):
        change("exams_attempt", run.pk, state="'void'")
    rulings.approve(Ruling.objects.get(), note="", actor=staff["safety"], at=at)
    for state in ("'open'", "'submitted'", "'closed'"):
        with pytest.raises(IntegrityError):
            change("exams_attempt", run.pk, state=state, ended_at="NULL" if state == "'open'" else "ended_at")


@pytest.mark.parametrize(
    "values",
    [
        {"state": "'proposed'", "decided_by_id": "NULL", "decided_at": "NULL"},
        {"reason": "'y'"},
        {"kind": "'grant'"},
        {"attempt_id": "attempt_id + 1"},
    ],
    ids=["undone", "reason", "kind", "attempt"],
)
def test_database_keeps_a_ruling_as_it_was_decided(person, rule, at, values):
    ruling = rule(failed(person, make_exam(at=at), at), "void")

    with pytest.raises(IntegrityError, match="are kept"):
        change("exams_ruling", ruling.pk, **values)
    with pytest.raises(IntegrityError, match="are kept"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM exams_ruling")


def test_database_lets_a_grant_be_used_once_by_whom_it_is_for(person, rule, staff, at):
    exam, other = make_exam(at=at, wait_hours=0), make_exam(at=at, code="E2")
    first = failed(person, exam, at)
    void = rule(failed(person, other, at), "void")
    grant = rule(first, "grant")
    used = failed(person, exam, at + HOUR)
    waits = rulings.propose(used, kind="grant", reason="x", actor=staff["trainer"], at=at)

    def insert(like, grant, number):
        fields = [field.column for field in Attempt._meta.concrete_fields if field.column != "id"]
        form = make_exam(at=at, code=f"F{number}").forms.create(seed=1, drawn_at=at)
        new = {"public_id": f"'x{number}'", "number": number, "form_id": form.pk, "grant_id": grant.pk}
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO exams_attempt ({', '.join(fields)}) SELECT "  # noqa: S608
                f"{', '.join(str(new.get(name, name)) for name in fields)} FROM exams_attempt WHERE id = %s",
                [like.pk],
            )

    assert used.grant == grant
    for number, (like, granted) in enumerate(
        [(used, grant), (used, waits), (first, void), (void.attempt, grant)], 7
    ):
        with pytest.raises(IntegrityError):
            insert(like, granted, number)
    with pytest.raises(IntegrityError, match="began with"):
        change("exams_attempt", used.pk, grant_id="NULL")
