"""Whatever a candidate, a proctor and the clock do, sections follow one another and answers count in their own time."""

from datetime import timedelta
from itertools import count, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import Refusal
from exams.actions import attempts, extensions, sections
from exams.actions.attempts import Answer
from exams.domain.timing import GRACE
from exams.models import Attempt, ResponseEvent, SectionRun
from tests.factories.exams import make_timed_exam

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
MINUTES = (4, 3, 5)
NUMBERS = count(1)
STEPS = st.one_of(
    st.tuples(st.just("answer"), st.integers(1, 3)),
    st.tuples(st.just("go on to"), st.integers(1, 4)),
    st.tuples(st.just("wait"), st.sampled_from([15, 180, 256])),
    st.tuples(st.just("extend"), st.integers(1, 3)),
)


class Model:
    """One attempt at three sections of one question each, as it has to be."""

    def __init__(self, at):
        self.deadline = at + 14 * MINUTE
        self.now, self.until = 1, at + MINUTES[0] * MINUTE

    def fate(self, position, at):
        if position > self.now:
            return "unreadable"
        over = min(self.until, self.deadline) + GRACE
        return "late" if position < self.now or at > over else "counted"

    def goes_on(self, place, at):
        if place == self.now + 1 <= len(MINUTES) and at < self.deadline:
            self.now, self.until = place, at + MINUTES[place - 1] * MINUTE


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(STEPS, min_size=4, max_size=14))
def test_any_story(person, at, steps):
    exam = make_timed_exam(at=at, minutes=MINUTES, each=1, code=f"S{next(NUMBERS)}", time_limit_minutes=14)
    run, now, model = attempts.start(exam, person=person, actor=person.user, at=at), at, Model(at)
    for step, value in steps:
        if step == "wait":
            now += timedelta(seconds=value)
        elif step == "extend":
            extensions.extend(run, minutes=value, reason="x", actor=person.user, at=now)
            model.deadline += value * MINUTE
            model.until += value * MINUTE
        elif step == "answer":
            number = next(NUMBERS)
            [saved] = attempts.save(run, answers=[Answer(value, "b", number, f"c{number}")], received_at=now)
            assert saved.fate == model.fate(value, now)
        else:
            try:
                sections.go_on(run, to=value, actor=person.user, at=now)
            except Refusal:
                assert value > model.now
            model.goes_on(value, now)
    assert Attempt.objects.get(pk=run.pk).deadline_at == model.deadline
    begun = list(SectionRun.objects.filter(attempt=run, started_at__isnull=False).order_by("place"))
    assert [row.place for row in begun] == list(range(1, model.now + 1))
    assert all(one.started_at <= one.ended_at <= other.started_at for one, other in pairwise(begun))
    for event in ResponseEvent.objects.filter(attempt=run, fate="counted"):
        end = begun[event.position - 1].ended_at or model.until
        assert event.received_at <= min(end, model.deadline) + GRACE
