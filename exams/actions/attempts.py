"""Start, save, submit, close: every write of a candidate goes through here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from core import audit
from core.identifiers import verification_code
from courses.models import CourseCompletion
from exams.actions.assembly import draw_form
from exams.actions.marking import mark
from exams.domain import timing
from exams.domain.start_code import is_start_code
from exams.enums import AttemptState, Mode, ResponseFate, SittingState
from exams.errors import (
    AlreadyPassed,
    CourseNotComplete,
    ExamNotOpen,
    IdentityNotChecked,
    MustWait,
    NoAttemptsLeft,
    NotOnRoster,
    PaperInHand,
    ResponseRefused,
    SatOnPaper,
    StartCodeWrong,
)
from exams.item_types.registry import item_type
from exams.models import (
    Attempt,
    Candidate,
    Exam,
    Extension,
    FormItem,
    Paper,
    Response,
    ResponseEvent,
    Score,
    Sitting,
)
from people.models import Person, User


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as a device sends it. `client_id` is chosen by the device, once per change."""

    position: int
    value: object
    sequence: int
    client_id: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of one answer; says nothing about right or wrong."""

    position: int
    sequence: int
    client_id: str
    fate: ResponseFate


def _refuse_unless_open(exam: Exam, sitting: Sitting | None, *, at: datetime) -> None:
    if not exam.is_open:
        raise ExamNotOpen
    if sitting is not None:
        if sitting.mode == Mode.PAPER:
            raise SatOnPaper
        in_window = sitting.opens_at <= at < sitting.closes_at
        held = sitting.mode == Mode.ONLINE or sitting.state == SittingState.OPEN
        if not (in_window and held) or sitting.state == SittingState.CLOSED:
            raise ExamNotOpen


def _refuse_unless_admitted(person: Person, sitting: Sitting | None, *, code: str, at: datetime) -> None:
    if sitting is None:
        return
    candidate = Candidate.objects.filter(sitting=sitting, person=person).first()
    if candidate is None:
        raise NotOnRoster
    if sitting.mode == Mode.ON_SITE:
        if candidate.identity_checked_at is None:
            raise IdentityNotChecked
        if not is_start_code(code, secret=sitting.code_secret, at=at):
            raise StartCodeWrong


def next_number(exam: Exam, person: Person, *, at: datetime) -> int:
    """Return the number of the next attempt.

    Raises CourseNotComplete, PaperInHand, AlreadyPassed, NoAttemptsLeft, MustWait.
    """
    if exam.requires_course and exam.course_id is not None:
        done = CourseCompletion.objects.filter(enrolment__person=person, enrolment__course_id=exam.course_id)
        if not done.exists():
            raise CourseNotComplete
    handed_out = Paper.objects.filter(candidate__person=person, candidate__sitting__exam=exam, form__attempt=None)
    if handed_out.filter(candidate__identity_checked_at__isnull=False).exists():
        raise PaperInHand
    past = list(
        Attempt.objects.filter(exam=exam, person=person).exclude(state=AttemptState.VOID).order_by("number")
    )
    passed = set(Score.objects.filter(attempt__in=past, passed=True).values_list("attempt_id", flat=True))
    # A pass ends a round; a refresher, which begins with a new course completion, opens the next.
    last_pass = max((n for n, attempt in enumerate(past) if attempt.pk in passed), default=-1)
    if last_pass >= 0 and not _renewed_since(exam, person, past[last_pass]):
        raise AlreadyPassed
    round_attempts = past[last_pass + 1 :]
    if len(round_attempts) >= exam.attempts_allowed:
        raise NoAttemptsLeft
    last = round_attempts[-1] if round_attempts else None
    if last is not None and last.ended_at is not None:
        until = last.ended_at + timedelta(hours=exam.wait_hours)
        if at < until:
            raise MustWait(data={"until": until})
    highest = Attempt.objects.filter(exam=exam, person=person).order_by("-number").values_list("number", flat=True)
    return (highest.first() or 0) + 1


def _renewed_since(exam: Exam, person: Person, attempt: Attempt) -> bool:
    return (
        exam.course_id is not None
        and CourseCompletion.objects.filter(
            enrolment__person=person, enrolment__course_id=exam.course_id, completed_at__gt=attempt.started_at
        ).exists()
    )


@transaction.atomic
def start(
    exam: Exam, *, person: Person, actor: User, at: datetime, sitting: Sitting | None = None, code: str = ""
) -> Attempt:
    """Return the person's open attempt, or begin one with a form drawn for it; starting twice is starting once.

    Raises ExamNotOpen, NotOnRoster, IdentityNotChecked, StartCodeWrong, CourseNotComplete, AlreadyPassed,
    NoAttemptsLeft, MustWait, BankTooSmall.
    """
    running = Attempt.objects.filter(exam=exam, person=person, state=AttemptState.OPEN).first()
    if running is not None:
        if not timing.is_over(at=at, deadline_at=running.deadline_at):
            return running
        close_overdue(running, at=at)
    _refuse_unless_open(exam, sitting, at=at)
    _refuse_unless_admitted(person, sitting, code=code, at=at)
    number = next_number(exam, person, at=at)
    allowance = timedelta(minutes=exam.time_limit_minutes)
    ends_at = sitting.closes_at if sitting is not None else at + allowance
    try:
        with transaction.atomic():
            attempt = Attempt.objects.create(
                exam=exam,
                person=person,
                sitting=sitting,
                form=draw_form(exam, at=at),
                number=number,
                mode=sitting.mode if sitting is not None else Mode.ONLINE.value,
                cut_percent=exam.cut_percent,
                started_at=at,
                deadline_at=timing.deadline(started_at=at, allowance=allowance, sitting_ends_at=ends_at),
            )
    except IntegrityError:  # a second tab was faster: its attempt is the one
        return Attempt.objects.get(exam=exam, person=person, state=AttemptState.OPEN)
    audit.record(
        action="exams.attempt_started",
        actor=actor,
        target=attempt,
        at=at,
        data={"number": number, "mode": attempt.mode, "deadline_at": attempt.deadline_at},
    )
    return attempt


def _cleaned(attempt: Attempt, answers: Sequence[Answer]) -> list[Answer]:
    positions = {answer.position for answer in answers}
    rows = FormItem.objects.filter(form_id=attempt.form_id, position__in=positions).select_related("version")
    versions = {row.position: row.version for row in rows}
    try:
        return [
            Answer(
                answer.position,
                item_type(versions[answer.position].item_type).clean(versions[answer.position].body, answer.value),
                answer.sequence,
                answer.client_id,
            )
            for answer in answers
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise ResponseRefused from error


@transaction.atomic
def save(attempt: Attempt, *, answers: Sequence[Answer], received_at: datetime) -> list[Saved]:
    """Store a batch of answers and say what became of each; the same batch again gives the same reply.

    Late and superseded answers are kept as events, but do not count. Raises ResponseRefused, storing
    nothing, when a value fits no item of the form.
    """
    # The row is locked so that a submit that runs at the same time comes wholly before or wholly after.
    locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
    sent = ResponseEvent.objects.filter(attempt=locked, client_id__in=[answer.client_id for answer in answers])
    fates = {client_id: ResponseFate(fate) for client_id, fate in sent.values_list("client_id", "fate")}
    newest = dict(Response.objects.filter(attempt=locked).values_list("position", "sequence"))
    events: list[ResponseEvent] = []
    standing: dict[int, Response] = {}
    for answer in _cleaned(locked, answers):
        if answer.client_id in fates:
            continue
        fate = timing.fate(
            received_at=received_at,
            deadline_at=locked.deadline_at,
            is_open=locked.state == AttemptState.OPEN,
            sequence=answer.sequence,
            newest_sequence=newest.get(answer.position),
        )
        fates[answer.client_id] = fate
        stored = {
            "attempt": locked,
            "position": answer.position,
            "value": answer.value,
            "sequence": answer.sequence,
        }
        events.append(
            ResponseEvent(**stored, client_id=answer.client_id, fate=fate.value, received_at=received_at)
        )
        if fate is ResponseFate.COUNTED:
            newest[answer.position] = answer.sequence
            standing[answer.position] = Response(**stored, received_at=received_at)
    _store(events, standing)
    return [
        Saved(answer.position, answer.sequence, answer.client_id, fates[answer.client_id]) for answer in answers
    ]


def _store(events: list[ResponseEvent], standing: dict[int, Response]) -> None:
    ResponseEvent.objects.bulk_create(events)
    Response.objects.bulk_create(
        standing.values(),
        update_conflicts=True,
        unique_fields=["attempt", "position"],
        update_fields=["value", "sequence", "received_at"],
    )


@transaction.atomic
def submit(attempt: Attempt, *, actor: User, at: datetime) -> Attempt:
    """End an attempt by its candidate's wish and mark it; submitting twice is submitting once.

    After the deadline the attempt is closed as of its deadline instead.
    """
    if timing.is_over(at=at, deadline_at=attempt.deadline_at):
        return close_overdue(attempt, at=at)
    ended = Attempt.objects.filter(pk=attempt.pk, state=AttemptState.OPEN).update(
        state=AttemptState.SUBMITTED, ended_at=at, receipt=verification_code()
    )
    attempt.refresh_from_db()
    if ended:
        audit.record(
            action="exams.attempt_submitted", actor=actor, target=attempt, at=at, data={"receipt": attempt.receipt}
        )
        mark(attempt, at=at)
    return attempt


@transaction.atomic
def close_overdue(attempt: Attempt, *, at: datetime) -> Attempt:
    """End an attempt whose deadline has passed, as of that deadline, and mark it; others are left as they are."""
    attempt.refresh_from_db()
    if attempt.state != AttemptState.OPEN or not timing.is_over(at=at, deadline_at=attempt.deadline_at):
        return attempt
    ended = Attempt.objects.filter(pk=attempt.pk, state=AttemptState.OPEN, deadline_at=attempt.deadline_at).update(
        state=AttemptState.CLOSED, ended_at=attempt.deadline_at, receipt=verification_code()
    )
    attempt.refresh_from_db()
    if ended:
        audit.record(action="exams.attempt_closed", actor=None, target=attempt, at=at)
        mark(attempt, at=at)
    return attempt


@transaction.atomic
def extend(attempt: Attempt, *, minutes: int, reason: str, actor: User, at: datetime) -> Attempt:
    """Give an open attempt more time, with a reason. Raises ExamNotOpen when it has ended."""
    locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if locked.state != AttemptState.OPEN:
        raise ExamNotOpen
    Extension.objects.create(attempt=locked, minutes=minutes, reason=reason, given_by=actor, given_at=at)
    locked.deadline_at += timedelta(minutes=minutes)
    locked.save(update_fields=["deadline_at"])
    audit.record(
        action="exams.attempt_extended",
        actor=actor,
        target=locked,
        at=at,
        data={"minutes": minutes, "reason": reason, "deadline_at": locked.deadline_at},
    )
    return locked
