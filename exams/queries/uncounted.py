"""Answers that arrived and do not count by rule: what their candidate is told, and what waits for an examiner."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, F, Q, QuerySet

from core.prepared import Prepared
from exams.domain import timing
from exams.enums import AttemptState, ResponseFate
from exams.models import Attempt, Exam, ResponseEvent
from exams.queries.sections import section_at

UNDECIDED = (ResponseFate.LATE, ResponseFate.OTHER_DEVICE)


def waiting_answers() -> QuerySet[ResponseEvent]:
    """Return the answers that an examiner may decide on: given in time by the word of their device, and not decided.

    Those of an attempt that still runs wait for its end. In time is by the end of their section, where it has a time
    of its own.
    """
    rows = ResponseEvent.objects.filter(fate__in=UNDECIDED, decision=None).alias(section_at=section_at())
    over = [AttemptState.SUBMITTED, AttemptState.CLOSED]
    in_section = Q(section_at=None) | Q(made_at__lte=F("section_at"))
    return rows.filter(in_section, made_at__lte=F("attempt__deadline_at"), attempt__state__in=over)


def waiting_by_attempt(attempts: QuerySet[Attempt]) -> dict[int, int]:
    """Return how many answers wait, for each of these attempts that has any. Cost: one query."""
    rows = waiting_answers().filter(attempt__in=attempts.values("pk"))
    return dict(rows.order_by().values_list("attempt").annotate(n=Count("pk")))


def waiting_by_exam(attempts: QuerySet[Attempt]) -> list[tuple[Exam, int]]:
    """Return the exams with answers that wait, those with most first, and how many. Cost: one query, two if any."""
    rows = waiting_answers().filter(attempt__in=attempts.values("pk"))
    counts = dict(rows.order_by().values_list("attempt__exam").annotate(n=Count("pk")))
    exams = Exam.objects.in_bulk(counts) if counts else {}
    return sorted(((exams[pk], n) for pk, n in counts.items()), key=lambda row: (-row[1], row[0].code))


@dataclass(frozen=True, slots=True)
class Uncounted:
    """How many questions have an answer that did not count by rule, by what became of it; each counts once."""

    waiting: int
    accepted: int
    declined: int
    late: int


ARRIVED = Prepared(
    lambda attempt: (
        ResponseEvent.objects.filter(attempt_id=attempt, fate__in=UNDECIDED)
        .annotate(section_at=section_at())
        .order_by("pk")
        .values_list("position", "made_at", "decision__is_accepted", "section_at")
    ),
    attempt=models.BigIntegerField(),
)


def uncounted_of(attempt: Attempt) -> Uncounted:
    """Return what the candidate of an attempt that is over is told of answers that did not count. Cost: one query."""
    fates: dict[int, str] = {}
    for position, made_at, is_accepted, ended_at in ARRIVED.rows(attempt=attempt.pk):
        if is_accepted is None:
            end = timing.section_end(section_at=ended_at, deadline_at=attempt.deadline_at)
            fate = "waiting" if timing.was_in_time(made_at, deadline_at=end) else "late"
        else:
            fate = "accepted" if is_accepted else "declined"
        # What is still open is told before what is settled, and a decision before what nobody has to decide.
        ranks = ["late", "declined", "accepted", "waiting"]
        fates[position] = max(fates.get(position, "late"), fate, key=ranks.index)
    found = Counter(fates.values())
    return Uncounted(found["waiting"], found["accepted"], found["declined"], found["late"])
