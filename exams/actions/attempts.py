"""Start, save, submit, close: every write of a candidate goes through here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import IntegrityError, transaction

from core import audit
from core.errors import Refusal
from core.identifiers import verification_code
from core.prepared import Bound
from core.prepared_writes import PreparedInsert, PreparedUpdate
from exams.actions.assembly import form_for, load_bank
from exams.actions.eligibility import (
    next_number,
    refuse_elsewhere,
    refuse_outside,
    refuse_unless_admitted,
    refuse_unless_open,
)
from exams.actions.marking import mark_ended
from exams.actions.receipts import Receipt, receipt
from exams.actions.received import Answer
from exams.actions.sections import begin_sections, refuse_before_the_last
from exams.actions.weighing import Saved, weighed
from exams.domain import timing
from exams.enums import AttemptState, Mode
from exams.errors import ResponseRefused
from exams.models import Attempt, BlueprintRow, Candidate, Exam, ResponseEvent, Sitting
from exams.queries.chances import chances_in
from exams.queries.held_answers import attempt_of_key, held_answers
from exams.queries.standing import Standing, Who, standing_of
from people.models import Person, User

EVENTS, ATTEMPTS = PreparedInsert(ResponseEvent), PreparedInsert(Attempt)
ENDS = {  # by the column that has to be as it was read
    unchanged: PreparedUpdate(Attempt, sets=("state", "ended_at", "receipt"), where=("id", "state", unchanged))
    for unchanged in ("device", "deadline_at")
}


def start(
    exam: Exam, *, person: Person, actor: User, at: datetime, sitting: Sitting | None = None, code: str = ""
) -> Attempt:
    """Return the person's open attempt, or begin one with a form drawn for it; starting twice is starting once.

    Raises ExamNotOpen, SatOnPaper, BoundToSitting, NotOnRoster, IdentityNotChecked, StartCodeWrong, CourseNotComplete,
    PaperInHand, AlreadyPassed, ResultAwaited, NoAttemptsLeft, MustWait, BankTooSmall.
    """
    return start_by({"pk": person.pk}, exam=exam, actor=actor, at=at, sitting=sitting, code=code)


def start_by(
    who: Who,
    *,
    exam: Exam,
    actor: User,
    at: datetime,
    sitting: Sitting | None = None,
    candidate: Candidate | None = None,
    code: str = "",
    blueprint: Sequence[BlueprintRow] | None = None,
    device: str = "",
    address: str | None = None,
    in_safe_browser: bool | None = None,
) -> Attempt:
    """Do as `start` for the person that `who` names; `candidate` and `blueprint` spare a query each where known.

    The pen of a new attempt is with `device`; a running one is returned whoever holds its pen. Raises OutsideNetwork
    for an address that the sitting does not take, OutsideSafeBrowser for a proof that it lacks, and
    Person.DoesNotExist too. Cost of a new attempt: two queries, three inserts and the audit row, whatever the number
    of questions; one insert more with timed sections, whatever their number.
    """
    try:
        with transaction.atomic():
            standing, running = _running(who, exam, at=at)
            if running is not None:
                return running
            try:
                refuse_unless_open(exam, sitting, at=at)
                refuse_outside(sitting, standing, address=address, in_safe_browser=in_safe_browser)
                refuse_unless_admitted(standing.person, sitting, candidate=candidate, code=code, at=at)
                return _begin(
                    exam, standing, actor=actor, at=at, sitting=sitting, blueprint=blueprint, device=device
                )
            except Refusal as error:
                refusal = error  # said once the attempt that was overdue is closed for good
    except IntegrityError:
        if (faster := _faster(who, exam)) is None:
            raise
        return faster
    raise refusal


def _running(who: Who, exam: Exam, *, at: datetime) -> tuple[Standing, Attempt | None]:
    """Return where the person stands, and the attempt that still runs; one that is overdue is closed first."""
    standing = standing_of(who, exam=exam, at=at)
    found = next((past for past in standing.attempts if past.state == AttemptState.OPEN), None)
    if found is None:
        return standing, None
    attempt = Attempt.objects.select_related("exam").get(pk=found.pk)
    if not timing.is_over(at=at, deadline_at=attempt.deadline_at):
        return standing, attempt
    close_overdue(attempt, at=at)
    return standing_of(who, exam=exam, at=at), None


def _faster(who: Who, exam: Exam) -> Attempt | None:
    """Return the attempt that a second tab began meanwhile."""
    own = Attempt.objects.filter(exam=exam, person__in=Person.objects.filter(**who), state=AttemptState.OPEN)
    return own.first()


def _begin(
    exam: Exam,
    standing: Standing,
    *,
    actor: User,
    at: datetime,
    sitting: Sitting | None,
    blueprint: Sequence[BlueprintRow] | None,
    device: str,
) -> Attempt:
    number = next_number(exam, standing, at=at)
    follows_set = sitting is not None and sitting.form_set_id is not None
    bank = None if follows_set else load_bank(exam, blueprint=blueprint)
    deadline_at = timing.deadline(
        started_at=at,
        allowance=timedelta(minutes=exam.time_limit_minutes),
        sitting_ends_at=sitting.closes_at if sitting is not None else None,
        factor=standing.given.time_factor,
    )
    attempt = Attempt(
        exam=exam,
        person=standing.person,
        sitting=sitting,
        form=form_for(exam, person=standing.person, sitting=sitting, at=at, bank=bank),
        number=number,
        mode=sitting.mode if sitting is not None else Mode.ONLINE.value,
        cut_percent=exam.cut_percent,
        device=device,
        started_at=at,
        deadline_at=deadline_at,
        accommodation_id=standing.accommodation_id,
        veil=uuid4(),
        grant_id=chances_in(standing, exam).grant,
        **asdict(standing.given),
    )
    ATTEMPTS.write([attempt])
    begin_sections(attempt, at=at)
    data = {"number": number, "mode": attempt.mode, "deadline_at": deadline_at, "given": attempt.given.facts}
    audit.record(action="exams.attempt_started", actor=actor, target=attempt, at=at, data=data)
    return attempt


def save(attempt: Attempt, *, answers: Sequence[Answer], received_at: datetime, device: str = "") -> list[Saved]:
    """Store a batch of answers and say what became of each; the same batch again gives the same reply.

    What does not count, or cannot be read, is kept with its fate and stops no other. Raises ResponseRefused, storing
    nothing, for an id that stands for another answer.
    """
    run = attempt_of_key(attempt.pk)
    return save_to(run, answers=answers, received_at=received_at, device=device).saved


def save_to(attempt: Bound, *, answers: Sequence[Answer], received_at: datetime, device: str = "") -> Receipt:
    """Do as `save` for the attempt that a prepared query finds; raises Attempt.DoesNotExist for none.

    Cost: one query and one insert, whatever the number of questions; an empty batch costs one query.
    """
    if not answers:
        held = held_answers(attempt, positions=(), client_ids=(), is_locked=False)
        return receipt(held, [], device=device)
    try:
        return _stored(attempt, answers, received_at=received_at, device=device)
    except IntegrityError:
        # Who waited for the lock read before the other had written. A second look sees it; what is refused once
        # more is an id that stands for another answer.
        try:
            return _stored(attempt, answers, received_at=received_at, device=device)
        except IntegrityError as error:
            raise ResponseRefused from error


@transaction.atomic
def _stored(attempt: Bound, answers: Sequence[Answer], *, received_at: datetime, device: str) -> Receipt:
    positions, client_ids = {a.position for a in answers}, {a.client_id for a in answers}
    held = held_answers(attempt, positions=positions, client_ids=client_ids)
    events, saved = weighed(held, answers, received_at=received_at, device=device)
    EVENTS.write(events)
    return receipt(held, saved, device=device)


@transaction.atomic
def submit(attempt: Attempt, *, actor: User, at: datetime, device: str | None = None) -> Attempt:
    """End an attempt by its candidate's wish and mark it; submitting twice is submitting once.

    After the deadline the attempt is closed as of its deadline instead. Raises OpenElsewhere for a device named that
    does not hold the pen, and SectionsWait while timed sections have not begun.
    """
    if timing.is_over(at=at, deadline_at=attempt.deadline_at):
        return close_overdue(attempt, at=at)
    refuse_elsewhere(attempt, device=device)
    refuse_before_the_last(attempt)
    if _end(attempt, AttemptState.SUBMITTED, at=at, unchanged="device"):
        said = audit.Entry("exams.attempt_submitted", actor, attempt, {"receipt": attempt.receipt})
        audit.record_all([said, *mark_ended(attempt, at=at)], at=at)
    return attempt


def _end(attempt: Attempt, state: AttemptState, *, at: datetime, unchanged: str) -> bool:
    """End an open attempt of which one column is `unchanged`; tell whether it was, and hold it as stored now."""
    ending = {"state": state.value, "ended_at": at, "receipt": verification_code()}
    still = {"state": AttemptState.OPEN.value, unchanged: getattr(attempt, unchanged)}
    if not ENDS[unchanged].write(ending, id=attempt.pk, **still):
        attempt.refresh_from_db()
        return False
    attempt.state, attempt.ended_at, attempt.receipt = state.value, at, str(ending["receipt"])
    return True


def close_overdue(attempt: Attempt, *, at: datetime) -> Attempt:
    """End an attempt whose deadline has passed, as of that deadline, and mark it; others are left as they are.

    Cost: none for an attempt that is over, or not yet overdue: neither is ever taken back.
    """
    if attempt.state != AttemptState.OPEN or not timing.is_over(at=at, deadline_at=attempt.deadline_at):
        return attempt
    return _close(attempt, at=at)


@transaction.atomic
def _close(attempt: Attempt, *, at: datetime) -> Attempt:
    attempt.refresh_from_db()
    if attempt.state != AttemptState.OPEN or not timing.is_over(at=at, deadline_at=attempt.deadline_at):
        return attempt
    if _end(attempt, AttemptState.CLOSED, at=attempt.deadline_at, unchanged="deadline_at"):
        said = audit.Entry("exams.attempt_closed", None, attempt)
        audit.record_all([said, *mark_ended(attempt, at=at)], at=at)
    return attempt
