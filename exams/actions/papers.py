"""Papers of a sitting: draw, key twice, decide, and write the same records as an attempt on a screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from core import audit, clock
from core.errors import Refusal
from core.identifiers import verification_code
from exams.actions.assembly import form_for, load_bank
from exams.actions.eligibility import next_number
from exams.actions.marking import mark
from exams.domain import keying as rules
from exams.domain import timing
from exams.domain.accommodations import NOTHING
from exams.enums import AttemptState, Mode, PaperState, ResponseFate, SittingState
from exams.errors import AttemptRunning, ExamNotOpen
from exams.errors.papers import CandidateNotPresent, KeyedAlready, KeyingRefused, NotKeyer, PaperSettled
from exams.item_types.keyed import read_entries, response_of
from exams.models import Attempt, Candidate, Keying, Paper, PaperDecision, ResponseEvent, Sitting
from exams.queries.accommodations import in_force_for
from exams.queries.chances import chances_in
from exams.queries.papers import as_shown, standing_keyings
from exams.queries.standing import standing_of
from people.models import User


@dataclass(frozen=True, slots=True)
class Drawn:
    """What drawing gave: papers made, and candidates that get none, each with the rule that says so."""

    papers: list[Paper]
    refused: list[tuple[Candidate, Refusal]]


@transaction.atomic
def draw_papers(sitting: Sitting, *, actor: User, at: datetime) -> Drawn:
    """Draw a form of their own for all candidates that have no paper yet. Raises ExamNotOpen, BankTooSmall."""
    if sitting.mode != Mode.PAPER or sitting.state == SittingState.CLOSED or not sitting.exam.is_open:
        raise ExamNotOpen
    waiting = Candidate.objects.filter(sitting=sitting, paper=None).select_related("person")
    bank = load_bank(sitting.exam, is_for_paper=True) if sitting.form_set_id is None else None
    papers, refused = [], []
    for candidate in waiting.order_by("person__employee_no"):
        try:
            _refuse_unless_due(candidate, sitting, at=at)
        except Refusal as refusal:
            refused.append((candidate, refusal))
        else:
            form = form_for(sitting.exam, person=candidate.person, sitting=sitting, at=at, bank=bank)
            papers.append(
                Paper.objects.create(
                    candidate=candidate,
                    form=form,
                    cut_percent=sitting.exam.cut_percent,
                    drawn_at=at,
                    drawn_by=actor,
                    veil=uuid4(),
                )
            )
    if papers:
        data = {"papers": {paper.number: paper.candidate.person_id for paper in papers}}
        audit.record(action="exams.papers_drawn", actor=actor, target=sitting, at=at, data=data)
    return Drawn(papers, refused)


def _refuse_unless_due(candidate: Candidate, sitting: Sitting, *, at: datetime) -> None:
    standing = standing_of({"pk": candidate.person_id}, exam=sitting.exam, at=sitting.opens_at)
    if any(attempt.state == AttemptState.OPEN for attempt in standing.attempts):
        raise AttemptRunning
    # Whether the wait after a failed attempt is over counts on the day of the sitting, not of the printing.
    next_number(sitting.exam, standing, at=max(at, sitting.opens_at))


@transaction.atomic
def key(paper: Paper, *, texts: Sequence[str], actor: User, at: datetime) -> PaperState:
    """Store what one person keyed; when it is the second keying and agrees, the paper gets its result at once.

    Raises CandidateNotPresent, ExamNotOpen before the sitting begins, KeyedAlready, PaperSettled, and KeyingRefused
    with every fault.
    """
    locked = _locked(paper)
    if locked.candidate.identity_checked_at is None:
        raise CandidateNotPresent
    if at < locked.candidate.sitting.opens_at:
        raise ExamNotOpen
    keyings = standing_keyings(locked)
    if any(keying.keyed_by_id == actor.pk for keying in keyings):
        raise KeyedAlready
    turn = rules.free_turn([keying.turn for keying in keyings])
    if turn is None or _is_settled(locked):
        raise PaperSettled
    entries, faults = read_entries(as_shown(locked), texts)
    if faults:
        raise KeyingRefused(data={"faults": faults})
    Keying.objects.create(paper=locked, turn=turn, keyed_by=actor, keyed_at=at, entries=entries)
    # What was keyed is not in the trail: the second person might read it there.
    audit.record(action="exams.paper_keyed", actor=actor, target=locked, at=at, data={"turn": turn})
    if not keyings:
        return PaperState.KEYED_ONCE
    if rules.differences(keyings[0].entries, entries):
        return PaperState.DIFFERS
    _settle(locked, entries, actor=actor, at=at)
    return PaperState.DONE


@transaction.atomic
def take_back(paper: Paper, *, actor: User, at: datetime) -> None:
    """Take one's own keying back while nobody keyed after it; the row stays on file. Raises PaperSettled."""
    locked = _locked(paper)
    keyings = standing_keyings(locked)
    if _is_settled(locked) or [keying.keyed_by_id for keying in keyings] != [actor.pk]:
        raise PaperSettled
    Keying.objects.filter(pk=keyings[0].pk).update(taken_back_at=at)
    audit.record(
        action="exams.keying_taken_back", actor=actor, target=locked, at=at, data={"turn": keyings[0].turn}
    )


@transaction.atomic
def decide(paper: Paper, *, texts: Mapping[int, str], reason: str, actor: User, at: datetime) -> None:
    """Settle all differences by what one of the two keyers reads on the paper, with a reason.

    Raises PaperSettled when nothing differs, NotKeyer, and KeyingRefused with every fault.
    """
    locked = _locked(paper)
    keyings = standing_keyings(locked)
    if len(keyings) < 2 or _is_settled(locked):
        raise PaperSettled
    if actor.pk not in {keying.keyed_by_id for keying in keyings}:
        raise NotKeyer
    positions = rules.differences(keyings[0].entries, keyings[1].entries)
    shown = as_shown(locked)
    entries, faults = read_entries(
        [shown[position - 1] for position in positions], [texts.get(position, "") for position in positions]
    )
    if faults:
        raise KeyingRefused(data={"faults": {positions[n - 1]: code for n, code in faults.items()}})
    decided = dict(zip(positions, entries, strict=True))
    PaperDecision.objects.create(paper=locked, decided_by=actor, decided_at=at, reason=reason, entries=decided)
    audit.record(
        action="exams.paper_decided",
        actor=actor,
        target=locked,
        at=at,
        data={"reason": reason, "positions": positions},
    )
    _settle(locked, rules.settled(keyings[0].entries, decided), actor=actor, at=at)


def _locked(paper: Paper) -> Paper:
    return (
        Paper.objects.select_for_update(of=("self",))
        .select_related("form", "candidate__person", "candidate__sitting__exam")
        .get(pk=paper.pk)
    )


def _is_settled(paper: Paper) -> bool:
    return Attempt.objects.filter(form_id=paper.form_id).exists()


def _settle(paper: Paper, entries: Sequence[str], *, actor: User, at: datetime) -> None:
    """Write attempt and responses as a screen would have, and mark them by the same rule."""
    sitting, person = paper.candidate.sitting, paper.candidate.person
    standing = standing_of({"pk": person.pk}, exam=sitting.exam, at=at)
    held = in_force_for(person, day=clock.local_day(sitting.opens_at))
    given = held.given if held is not None else NOTHING
    deadline_at = timing.deadline(
        started_at=sitting.opens_at,
        allowance=timedelta(minutes=sitting.exam.time_limit_minutes),
        sitting_ends_at=sitting.closes_at,
        factor=given.time_factor,
    )
    attempt = Attempt.objects.create(
        exam=sitting.exam,
        person=person,
        sitting=sitting,
        form=paper.form,
        number=max((past.number for past in standing.attempts), default=0) + 1,
        mode=Mode.PAPER.value,
        state=AttemptState.SUBMITTED.value,
        cut_percent=paper.cut_percent,
        started_at=sitting.opens_at,
        deadline_at=deadline_at,
        ended_at=deadline_at,  # a paper says no minute: it was handed in when the time was up, at the latest
        receipt=verification_code(),
        accommodation=held,
        grant_id=chances_in(standing, sitting.exam).grant,
        **asdict(given),
    )
    _write_responses(attempt, paper, entries, at=at)
    audit.record(
        action="exams.paper_settled",
        actor=actor,
        target=attempt,
        at=at,
        data={"paper": paper.number, "receipt": attempt.receipt},
    )
    mark(attempt, at=at)


def _write_responses(attempt: Attempt, paper: Paper, entries: Sequence[str], *, at: datetime) -> None:
    ResponseEvent.objects.bulk_create(
        ResponseEvent(
            attempt=attempt,
            position=position,
            value=response_of(shown, entry),
            sequence=1,
            client_id=f"paper-{position}",
            fate=ResponseFate.COUNTED.value,
            received_at=at,
        )
        for position, (shown, entry) in enumerate(zip(as_shown(paper), entries, strict=True), start=1)
    )
