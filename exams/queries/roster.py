"""The roster of a sitting as its proctor sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery

from exams.domain.accommodations import NOTHING, Given
from exams.domain.contact import silence
from exams.enums import AttemptState, Mode
from exams.models import Attempt, Candidate, FormItem, Response, Score, Sitting, TakeoverRequest
from exams.queries.accommodations import Accommodated
from exams.queries.contacts import Silence, open_silences
from exams.queries.devices import pending_requests
from exams.queries.form_sets import letters_of_people
from exams.queries.sections import with_section_number

# What a proctor looks for, by the code in the address.
ABSENT, WAITING, RUNNING, ENDED = "absent", "waiting", "running", "ended"


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One candidate: identity check, attempt, answers saved of so many questions, another device asked for, given.

    `letter` is that of the form, where the sitting follows a set; `undecided` counts answers that wait for an examiner.
    Of an attempt that runs, `seen_at` is when its device was last heard, `quiet` how long that is ago where it means
    something, and `silences` are the silences that ended and for which no time was given; `section` is the number of
    the timed section that is open, None without any. Scores are not shown here.
    """

    candidate: Candidate
    attempt: Attempt | None
    answered: int
    asks: TakeoverRequest | None = None
    letter: str = ""
    given: Given = NOTHING
    undecided: int = 0
    questions: int = 0
    seen_at: datetime | None = None
    quiet: timedelta | None = None
    silences: Sequence[Silence] = ()
    section: int | None = None


def candidates_of(
    sitting: Sitting, *, among: QuerySet[Candidate] | None = None, text: str = "", show: str = ""
) -> QuerySet[Candidate]:
    """Return the candidates, by employee number: those whose name or number holds the text and who stand as asked.

    `among` are those whom the asker sees, None for all. `show` is ABSENT (not marked present), WAITING (present, not
    begun), RUNNING, ENDED, or empty for all.
    """
    rows = _on_roster(sitting, among)
    if text.strip():
        found = Q(person__name__icontains=text.strip()) | Q(person__employee_no__icontains=text.strip())
        rows = rows.filter(found)
    own = Attempt.objects.filter(sitting=sitting, person=OuterRef("person"))
    if show == ABSENT:
        rows = rows.filter(~Exists(own), identity_checked_at=None)
    elif show == WAITING:
        rows = rows.filter(~Exists(own), identity_checked_at__isnull=False)
    elif show == RUNNING:
        rows = rows.filter(Exists(own.filter(state="open")))
    elif show == ENDED:
        rows = rows.filter(Exists(own), ~Exists(own.filter(state="open")))
    return rows.select_related("person").order_by("person__employee_no", "pk")


def _on_roster(sitting: Sitting, among: QuerySet[Candidate] | None) -> QuerySet[Candidate]:
    return (Candidate.objects.all() if among is None else among).filter(sitting=sitting)


def standing_counts(sitting: Sitting, *, among: QuerySet[Candidate] | None = None) -> dict[str, int]:
    """Return how many of the candidates whom the asker sees stand how, by the codes above. Cost: one query."""
    own = Attempt.objects.filter(sitting=sitting, person=OuterRef("person"))
    rows = _on_roster(sitting, among).annotate(begun=Exists(own), runs=Exists(own.filter(state="open")))
    counts = rows.aggregate(
        absent=Count("pk", filter=Q(begun=False, identity_checked_at=None)),
        waiting=Count("pk", filter=Q(begun=False, identity_checked_at__isnull=False)),
        running=Count("pk", filter=Q(runs=True)),
        ended=Count("pk", filter=Q(begun=True, runs=False)),
    )
    return {str(code): int(count) for code, count in counts.items()}


def roster(
    candidates: QuerySet[Candidate] | list[Candidate],
    *,
    sitting: Sitting,
    at: datetime,
    accommodated: Accommodated | None = None,
    undecided: Mapping[int, int] | None = None,
) -> list[RosterRow]:
    """Return one row per candidate given, in their order; `accommodated` says what those get who have not begun.

    `undecided` says of attempts how many of their answers wait for an examiner.

    Cost: four queries, one more for a queryset, and one where the sitting follows a set of forms.
    """
    held = accommodated or Accommodated({}, [])
    found = list(candidates)
    attempts = _attempts(sitting, [candidate.person_id for candidate in found])
    runs = [attempt.pk for attempt in attempts.values()]
    answers = Response.objects.filter(attempt__in=runs, value__isnull=False)  # one taken back has none
    counts = dict(answers.values_list("attempt").annotate(Count("pk")).order_by())
    asks = pending_requests(runs)
    silences = open_silences([run.pk for run in attempts.values() if run.state == AttemptState.OPEN])
    letters = letters_of_people(sitting, [candidate.person_id for candidate in found])
    rows = [
        RosterRow(
            candidate,
            run,
            counts.get(run.pk, 0) if run is not None else 0,
            asks.get(run.pk) if run is not None else None,
            letters.get(candidate.person_id, ""),
            run.given if run is not None else held.given_to(candidate.person_id),
            (undecided or {}).get(run.pk, 0) if run is not None else 0,
            run.questions or 0 if run is not None else 0,
        )
        for candidate in found
        for run in [attempts.get(candidate.person_id)]
    ]
    return [_with_contact(row, at=at, silences=silences) for row in rows]


def _attempts(sitting: Sitting, people: Sequence[int]) -> dict[int, Any]:
    """Return by person the newest attempt in a sitting, with contact and section, and the number of its `questions`."""
    asked = FormItem.objects.filter(form=OuterRef("form")).order_by().values("form").annotate(n=Count("pk"))
    rows = Attempt.objects.filter(sitting=sitting, person__in=people).select_related("contact")
    rows = rows.annotate(questions=Subquery(asked.values("n"), output_field=IntegerField()))
    return {attempt.person_id: attempt for attempt in with_section_number(rows).order_by("number")}


def _with_contact(row: RosterRow, *, at: datetime, silences: Mapping[int, Sequence[Silence]]) -> RosterRow:
    """Return a row with when its device was last heard, where its attempt runs on a screen."""
    seen_at = _seen_at(row.attempt) if row.attempt is not None else None
    if row.attempt is None or seen_at is None:
        return row
    quiet = silence(last_at=seen_at, at=at)
    own: Any = row.attempt
    return replace(
        row, seen_at=seen_at, quiet=quiet, silences=silences.get(own.pk, ()), section=own.section_number
    )


def _seen_at(run: Attempt) -> datetime | None:
    """Return when the device of an attempt on a screen that runs was last heard; its start before the paper opened."""
    if run.state != AttemptState.OPEN or run.mode == Mode.PAPER:
        return None
    known = getattr(run, "contact", None)
    return known.heard_at if known is not None else run.started_at


def newest_scores(rows: list[RosterRow]) -> dict[int, Score]:
    """Return the score that stands for each attempt of the rows, by attempt; void ones have none. Cost: one query."""
    runs = [row.attempt.pk for row in rows if row.attempt is not None and row.attempt.state != AttemptState.VOID]
    return {score.attempt_id: score for score in Score.objects.filter(attempt__in=runs).order_by("revision")}
