"""Who may begin an attempt, where, when and at which device: every refusal before the first question."""

from __future__ import annotations

from datetime import datetime

from exams.domain import pen
from exams.domain.networks import is_inside
from exams.domain.start_code import is_start_code
from exams.enums import AttemptState, Mode, SittingState
from exams.errors import (
    AlreadyPassed,
    CourseNotComplete,
    ExamNotOpen,
    IdentityNotChecked,
    MustWait,
    NoAttemptsLeft,
    NotOnRoster,
    OpenElsewhere,
    ResultAwaited,
    StartCodeWrong,
)
from exams.errors.conditions import BoundToSitting, OutsideNetwork, OutsideSafeBrowser
from exams.errors.papers import PaperInHand, SatOnPaper
from exams.models import Attempt, Candidate, Exam, Sitting
from exams.queries.chances import chances_in
from exams.queries.places import keys_of
from exams.queries.standing import Standing
from people.models import Person


def refuse_unless_open(exam: Exam, sitting: Sitting | None, *, at: datetime) -> None:
    """Raise ExamNotOpen or SatOnPaper when neither exam nor sitting takes attempts on a screen now."""
    if not exam.is_open:
        raise ExamNotOpen
    if sitting is not None:
        if sitting.mode == Mode.PAPER:
            raise SatOnPaper
        in_window = sitting.opens_at <= at < sitting.closes_at
        held = sitting.mode == Mode.ONLINE or sitting.state == SittingState.OPEN
        if not (in_window and held) or sitting.state == SittingState.CLOSED:
            raise ExamNotOpen


def refuse_unless_admitted(
    person: Person, sitting: Sitting | None, *, candidate: Candidate | None, code: str, at: datetime
) -> None:
    """Raise NotOnRoster, IdentityNotChecked or StartCodeWrong. `candidate` spares a query where it is known."""
    if sitting is None:
        return
    listed = candidate or Candidate.objects.filter(sitting=sitting, person=person).first()
    if listed is None:
        raise NotOnRoster
    if sitting.mode == Mode.ON_SITE:
        if listed.identity_checked_at is None:
            raise IdentityNotChecked
        if not is_start_code(code, secret=sitting.code_secret, at=at):
            raise StartCodeWrong


def refuse_outside(
    sitting: Sitting | None, standing: Standing, *, address: str | None, in_safe_browser: bool | None
) -> None:
    """Raise OutsideNetwork or OutsideSafeBrowser; BoundToSitting for a start elsewhere by who is on a limited roster.

    An address, or a proof, of None is not asked about: the start came through no network. Cost: none.
    """
    if sitting is None:
        if standing.is_bound:
            raise BoundToSitting
    elif address is not None and not is_inside(address, ranges=sitting.networks):
        raise OutsideNetwork
    elif in_safe_browser is False and keys_of(sitting).are_asked:
        raise OutsideSafeBrowser


def next_number(exam: Exam, standing: Standing, *, at: datetime) -> int:
    """Return the number of the next attempt. Cost: none.

    Raises CourseNotComplete, PaperInHand, AlreadyPassed, ResultAwaited, NoAttemptsLeft, MustWait.
    """
    if exam.requires_course and exam.course_id is not None and standing.completed_at is None:
        raise CourseNotComplete
    if standing.holds_paper:
        raise PaperInHand
    left = chances_in(standing, exam)
    if left.is_settled:
        raise AlreadyPassed
    if left.awaits_result:
        raise ResultAwaited
    if not left.left:
        raise NoAttemptsLeft
    if left.not_before is not None and at < left.not_before:
        raise MustWait(data={"until": left.not_before})
    return max((attempt.number for attempt in standing.attempts), default=0) + 1


def refuse_elsewhere(attempt: Attempt, *, device: str | None) -> None:
    """Raise OpenElsewhere when a device is named that does not hold the pen. Cost: none."""
    if device is not None and attempt.state == AttemptState.OPEN and not pen.holds(device, pen=attempt.device):
        raise OpenElsewhere
