"""Whatever a device, a candidate, a proctor and the clock do, in any order: what may never happen does not.

I1 the newest counted answer stands; I2 what was acknowledged is kept, whatever ids it came with; I3 nothing late
counts; I4 one open attempt, no more attempts than allowed and granted, and what is void stays so; I5 the score follows
from form and counted answers; I17 time given is never taken back. Of two devices the one with the pen writes, and the
pen passes by a takeover alone. A process that dies keeps all of what it was doing, or nothing. The model is plain
Python; a short story shows for each bug planted in the actions (`invariant_bugs.py`) that the model notices it.
"""

import contextlib
import os
from collections import Counter
from datetime import timedelta
from itertools import count

import pytest
from django.db import DatabaseError
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from exams.actions import attempts, devices, extensions, marking, rulings
from exams.actions.attempts import Answer
from exams.actions.sittings import close_overdue_attempts
from exams.domain import timing
from exams.enums import ResponseFate, RulingKind
from exams.errors import AlreadyPassed, ExamNotOpen, NoAttemptsLeft, OpenElsewhere, ResponseRefused, TimeIsUp
from exams.errors.rulings import GrantedBefore, NothingToGrant, StillRuns, VoidBefore
from exams.models import Attempt, ResponseEvent, Score
from exams.queries.attempts import standing_values
from people.models import Person, User
from tests.factories.exams import make_exam
from tests.faults import invariant_bugs as bugs

pytestmark = pytest.mark.django_db
QUESTIONS, ALLOWED, RIGHT = 3, 2, "b"
EXAMPLES = 400 if os.environ.get("DRILL") else 25
NUMBERS = count(1)
MINUTE = timedelta(minutes=1)

DEVICES = "a" * 26, "b" * 26

devices_of = st.sampled_from(DEVICES)
positions, sequences = st.integers(1, QUESTIONS), st.integers(1, 5)
answers = st.lists(st.tuples(positions, st.sampled_from(["a", RIGHT, None]), sequences), min_size=1, max_size=4)


class Died(Exception):
    """A process ends here."""


@contextlib.contextmanager
def dying(place, name):
    """Let the process die when it has done this, and before it does anything else."""
    honest = getattr(place, name)

    def last_deed(*args, **more):
        honest(*args, **more)
        raise Died

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place, name, last_deed)
        yield


def content_of(answer):
    """Return what an id stands for, once an answer came with it."""
    return answer.position, answer.sequence, answer.value


class Run:
    """The model of one attempt."""

    def __init__(self, attempt):
        self.attempt, self.deadline, self.pen = attempt, attempt.deadline_at, attempt.device
        self.standing, self.told, self.received, self.batches, self.points = {}, {}, {}, [], None
        self.sent = {}
        self.is_void = self.is_granted = False

    @property
    def is_open(self):
        return self.points is None and not self.is_void

    def is_over(self, at):
        return at > self.deadline + timing.GRACE

    def take(self, answer, at, device):
        """Return the fate that one answer must have, and let it stand if it counts."""
        if answer.client_id in self.told:
            return self.told[answer.client_id]
        newest = self.standing.get(answer.position, (0, None))[0]
        if device != self.pen:
            fate = ResponseFate.OTHER_DEVICE
        elif not self.is_open or self.is_over(at):
            fate = ResponseFate.LATE
        elif answer.sequence <= newest:
            fate = ResponseFate.SUPERSEDED
        else:
            fate = ResponseFate.COUNTED
            self.standing[answer.position] = (answer.sequence, answer.value)
        self.told[answer.client_id] = fate
        self.sent[answer.client_id] = content_of(answer)
        self.received[answer.client_id] = at
        return fate

    def contradicts(self, batch):
        """Tell whether an id of this batch stands for another answer already, or for two in it."""
        stands_for = dict(self.sent)
        return any(stands_for.setdefault(one.client_id, content_of(one)) != content_of(one) for one in batch)

    def end(self):
        """Note what the attempt must have earned."""
        self.points = sum(value == RIGHT for _sequence, value in self.standing.values())


class Candidate(RuleBasedStateMachine):
    """One candidate of one exam, from the first start on."""

    exam = at = None

    @initialize()
    def begin(self):
        number = next(NUMBERS)
        self.user = User.objects.create_user(f"I{number}")
        self.person = Person.objects.create(employee_no=f"I{number}", name="试", user=self.user)
        self.staff = [User.objects.create_user(f"{role}{number}") for role in ("P", "D")]
        self.now, self.runs = self.at, []
        self.start()

    @property
    def run(self):
        return self.runs[-1]

    @rule()
    def start(self):
        if self.runs and self.run.is_open and self.run.is_over(self.now):
            self.run.end()
        try:
            attempt = attempts.start_by(
                {"pk": self.person.pk}, exam=self.exam, actor=self.user, at=self.now, device=DEVICES[0]
            )
        except NoAttemptsLeft:
            self.was_refused(is_passed=False)
            return
        except AlreadyPassed:
            self.was_refused(is_passed=True)
            return
        if self.runs and self.run.is_open:
            assert attempt == self.run.attempt, "a second attempt began beside the open one"
        else:
            self.runs.append(Run(attempt))

    def was_refused(self, *, is_passed):
        assert not self.run.is_open
        assert is_passed == any(run.points == QUESTIONS and not run.is_void for run in self.runs)

    @rule(kind=st.sampled_from(list(RulingKind)))
    def decide(self, kind):
        """Let two persons rule on the newest attempt."""
        run, voids = self.run, kind != RulingKind.GRANT
        try:
            ruling = rulings.propose(run.attempt, kind=kind, reason="演习", actor=self.staff[0], at=self.now)
            rulings.approve(ruling, note="", actor=self.staff[1], at=self.now)
        except (VoidBefore, GrantedBefore, StillRuns, NothingToGrant):
            assert run.is_void or run.is_granted or run.is_open or run.points == QUESTIONS
            return
        run.is_void |= voids
        run.is_granted |= kind != RulingKind.VOID

    def _given(self, batch):
        sent = [Answer(p, value, sequence, f"c{next(NUMBERS)}") for p, value, sequence in batch]
        self.run.batches.append(sent)
        return sent

    @rule(batch=answers, device=devices_of)
    def save(self, batch, device):
        self._send(self._given(batch), device)

    @precondition(lambda self: self.runs and self.run.batches)
    @rule(data=st.data(), device=devices_of)
    def repeat_and_shuffle(self, data, device):
        every = [answer for batch in self.run.batches for answer in batch]
        chosen = st.lists(st.sampled_from(every), min_size=1, max_size=5, unique_by=lambda a: a.client_id)
        self._send(data.draw(chosen), device)

    @rule(batch=answers, names=st.lists(st.sampled_from("xyz"), min_size=4, max_size=4), device=devices_of)
    def save_with_ids_used_again(self, batch, names, device):
        """Send what no sound device sends: ids that came before, or twice in one batch, with whatever answers."""
        sent = [Answer(p, value, sequence, name) for (p, value, sequence), name in zip(batch, names, strict=False)]
        if not self.run.contradicts(sent):
            self._send(sent, device)
            return
        with contextlib.suppress(ResponseRefused):
            told = attempts.save(self.run.attempt, answers=sent, received_at=self.now, device=device)
            raise AssertionError(f"acknowledged and not kept: {told}")

    def _send(self, sent, device):
        fates = [self.run.take(answer, self.now, device) for answer in sent]
        saved = attempts.save(self.run.attempt, answers=sent, received_at=self.now, device=device)
        assert [s.fate for s in saved] == fates

    @rule(device=devices_of)
    def take_over(self, device):
        try:
            devices.take_over(self.run.attempt, device=device, actor=self.user, at=self.now)
            self.run.pen = device
        except TimeIsUp:
            assert not self.run.is_open or self.run.is_over(self.now)

    @rule(batch=answers)
    def die_in_a_save(self, batch):
        with dying(attempts.EVENTS, "write"), pytest.raises(Died):
            attempts.save(self.run.attempt, answers=self._given(batch), received_at=self.now, device=self.run.pen)

    @precondition(lambda self: self.runs and self.run.is_open and not self.run.is_over(self.now))
    @rule()
    def die_in_a_hand_in(self):
        with dying(attempts.audit, "record_all"), pytest.raises(Died):
            attempts.submit(self._as_stored(), actor=self.user, at=self.now)

    @rule(minutes=st.integers(1, 12), seconds=st.sampled_from([0, 15, 16]))
    def wait(self, minutes, seconds):
        self.now += minutes * MINUTE + timedelta(seconds=seconds)

    @rule(minutes=st.integers(1, 10))
    def extend(self, minutes):
        try:
            extensions.extend(self.run.attempt, minutes=minutes, reason="演习", actor=self.user, at=self.now)
            self.run.deadline += minutes * MINUTE
        except ExamNotOpen:
            assert not self.run.is_open

    def _as_stored(self):
        return Attempt.objects.get(pk=self.run.attempt.pk)

    @rule(device=devices_of)
    def submit(self, device):
        is_over = not self.run.is_open or self.run.is_over(self.now)
        try:
            attempts.submit(self._as_stored(), actor=self.user, at=self.now, device=device)
        except OpenElsewhere:
            assert device != self.run.pen
            assert not is_over
        else:
            assert is_over or device == self.run.pen
            if self.run.is_open:
                self.run.end()

    @rule()
    def sweep(self):
        if self.run.is_open and self.run.is_over(self.now):
            self.run.end()
        close_overdue_attempts(at=self.now)

    @invariant()
    def what_was_acknowledged_stands_and_is_kept(self):
        for run in getattr(self, "runs", []):
            assert standing_values(run.attempt) == {p: v for p, (_s, v) in run.standing.items()}
            events = ResponseEvent.objects.filter(attempt=run.attempt)
            kept = events.values_list("client_id", "fate", "received_at", "position", "sequence", "value")
            told = Counter((c, fate, run.received[c], *run.sent[c]) for c, fate in run.told.items())
            assert Counter(kept) == told

    @invariant()
    def nothing_late_counts_and_time_given_stays(self):
        for run in getattr(self, "runs", []):
            assert Attempt.objects.get(pk=run.attempt.pk).deadline_at == run.deadline
            over = run.deadline + timing.GRACE
            assert not ResponseEvent.objects.filter(
                attempt=run.attempt, fate="counted", received_at__gt=over
            ).exists()

    @invariant()
    def one_attempt_is_open_and_each_ended_one_has_its_score(self):
        if not getattr(self, "runs", []):
            return
        mine = Attempt.objects.filter(person=self.person)
        assert sorted(mine.values_list("number", flat=True)) == list(range(1, len(self.runs) + 1))
        assert len(self.runs) <= ALLOWED + sum(run.is_granted for run in self.runs)
        assert mine.filter(state="open").count() == sum(run.is_open for run in self.runs) <= 1
        assert set(mine.filter(state="void")) == {run.attempt for run in self.runs if run.is_void}
        standing = Score.objects.standing().filter(attempt__in=mine).count()
        assert standing == sum(run.points is not None and not run.is_void for run in self.runs)
        for run in self.runs:
            found = list(Score.objects.filter(attempt=run.attempt).values_list("points", flat=True))
            assert found == ([] if run.points is None else [run.points])
            if run.points is not None:
                assert sum(mark.points * mark.share for mark in marking.marks_of(run.attempt)) == run.points


def machine(at):
    """Return the machine over an exam of its own."""
    exam = make_exam(
        at=at,
        items=QUESTIONS,
        code=f"I{next(NUMBERS)}",
        attempts_allowed=ALLOWED,
        wait_hours=0,
        time_limit_minutes=10,
    )
    return type("Machine", (Candidate,), {"exam": exam, "at": at})


def test_nothing_that_may_never_happen_does(at):
    run_state_machine_as_test(
        machine(at),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            database=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def saved(position, value, sequence, device=DEVICES[0]):
    return "save", {"batch": [(position, value, sequence)], "device": device}


def named(batch, names):
    return "save_with_ids_used_again", {"batch": batch, "names": names, "device": DEVICES[0]}


def waited(minutes, seconds=0):
    return "wait", {"minutes": minutes, "seconds": seconds}


START, SUBMIT = ("start", {}), ("submit", {"device": DEVICES[0]})
VOID, GRANT = ("decide", {"kind": RulingKind.VOID}), ("decide", {"kind": RulingKind.GRANT})
# Told step by step, not searched for: what a search draws depends on the modules that happen to be loaded.
STORIES = {
    bugs.last_arrival_wins: [saved(1, RIGHT, 2), saved(1, "a", 1)],
    bugs.late_answers_count: [waited(10, 16), saved(1, RIGHT, 1)],
    bugs.answers_after_the_end_count: [SUBMIT, saved(1, RIGHT, 1)],
    bugs.superseded_answers_are_thrown_away: [saved(1, RIGHT, 2), saved(1, "a", 1)],
    bugs.one_id_stands_for_every_answer: [named([(1, RIGHT, 1), (2, RIGHT, 1)], "xx")],
    bugs.attempts_are_not_counted: [SUBMIT, START, SUBMIT, START],
    bugs.score_forgets_an_answer: [saved(1, RIGHT, 1), SUBMIT],
    bugs.extension_counts_from_now: [waited(1), ("extend", {"minutes": 1})],
    bugs.every_device_writes: [saved(1, RIGHT, 1, DEVICES[1])],
    bugs.takeover_passes_no_pen: [("take_over", {"device": DEVICES[1]}), saved(1, RIGHT, 1, DEVICES[1])],
    bugs.save_is_kept_in_part: [("die_in_a_save", {"batch": [(1, RIGHT, 1)]})],
    bugs.hand_in_is_kept_in_part: [("die_in_a_hand_in", {})],
    bugs.grants_are_not_used_up: [SUBMIT, GRANT, START, SUBMIT, START, SUBMIT, START],
    bugs.void_attempts_are_not_counted: [VOID, START, VOID, START],
    bugs.void_attempts_are_marked: [VOID],
}
INVARIANTS = (
    Candidate.what_was_acknowledged_stands_and_is_kept,
    Candidate.nothing_late_counts_and_time_given_stays,
    Candidate.one_attempt_is_open_and_each_ended_one_has_its_score,
)


def tell(story, at):
    """Let the machine go through a story, and look at all that it holds true after every step."""
    candidate = machine(at)()
    for step, told in [("begin", {}), *story]:
        getattr(candidate, step)(**told)
        for holds in INVARIANTS:
            holds(candidate)


@pytest.mark.parametrize("plant", STORIES)
def test_each_planted_bug_is_noticed(plant, at, monkeypatch):
    tell(STORIES[plant], at)
    plant(monkeypatch)

    with pytest.raises((AssertionError, DatabaseError)):
        tell(STORIES[plant], at)
