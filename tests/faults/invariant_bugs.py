"""Bugs that a careless change would bring, each planted by one function for `test_invariants.py`."""

from dataclasses import replace
from datetime import timedelta

from exams.actions import attempts, devices, eligibility, extensions, marking, rulings, weighing
from exams.domain import pen, timing
from exams.models import Attempt
from exams.queries.attempts import standing_values

MINUTE = timedelta(minutes=1)


def last_arrival_wins(patch):
    honest = timing.fate
    patch.setattr(timing, "fate", lambda **f: honest(**{**f, "newest_sequence": None}))


def late_answers_count(patch):
    honest = timing.fate
    patch.setattr(
        timing, "fate", lambda **f: honest(**{**f, "received_at": min(f["received_at"], f["deadline_at"])})
    )


def answers_after_the_end_count(patch):
    honest = timing.fate
    patch.setattr(timing, "fate", lambda **f: honest(**{**f, "is_open": True}))


def superseded_answers_are_thrown_away(patch):
    honest = attempts.weighed

    def forgetful(held, sent, **more):
        events, saved = honest(held, sent, **more)
        return [event for event in events if event.fate == "counted"], saved

    patch.setattr(attempts, "weighed", forgetful)


def one_id_stands_for_every_answer(patch):
    patch.setattr(weighing, "refuse_another", lambda _same, _content: None)


def attempts_are_not_counted(patch):
    patch.setattr(attempts, "next_number", lambda exam, standing, *, at: len(standing.attempts) + 1)


def score_forgets_an_answer(patch):
    patch.setattr(marking, "standing_values", lambda run: dict(list(standing_values(run).items())[1:]))


def extension_counts_from_now(patch):
    honest = extensions.extend

    def hasty(attempt, *, minutes, at, **more):
        longer = honest(attempt, minutes=minutes, at=at, **more)
        Attempt.objects.filter(pk=attempt.pk).update(deadline_at=max(longer.started_at, at + minutes * MINUTE))
        return longer

    patch.setattr(extensions, "extend", hasty)


def every_device_writes(patch):
    patch.setattr(pen, "holds", lambda _device, *, pen: True)


def takeover_passes_no_pen(patch):
    patch.setattr(devices, "_pass", lambda attempt, _device, **_more: attempt)


def save_is_kept_in_part(patch):
    patch.setattr(attempts, "_stored", attempts._stored.__wrapped__)


def hand_in_is_kept_in_part(patch):
    patch.setattr(attempts, "submit", attempts.submit.__wrapped__)


def grants_are_not_used_up(patch):
    honest = attempts.chances_in
    patch.setattr(attempts, "chances_in", lambda standing, exam: replace(honest(standing, exam), grant=None))


def void_attempts_are_not_counted(patch):
    honest = eligibility.chances_in

    def generous(standing, exam):
        kept = tuple(past for past in standing.attempts if not past.is_void)
        return honest(replace(standing, attempts=kept), exam)

    patch.setattr(eligibility, "chances_in", generous)


def void_attempts_are_marked(patch):
    honest = rulings._locked
    patch.setattr(
        rulings, "_locked", lambda attempt: attempts.submit(honest(attempt), actor=None, at=attempt.started_at)
    )
