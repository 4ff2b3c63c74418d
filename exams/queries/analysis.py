"""The figures of items and forms, from the scores that stand and the answers that count; set queries only."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from django.db.models import Avg, Count, Q, QuerySet

from exams.domain import item_analysis as rules
from exams.domain.item_analysis import ItemFigures, Observation
from exams.item_types.registry import Choice, ItemType, item_type
from exams.models import Attempt, Exam, FormItem, ItemVersion, Response, Score

SPREAD = (0, 10, 20, 40, 60, 120)  # seconds; the last reaches on


@dataclass(frozen=True, slots=True)
class Period:
    """Attempts that ended from `since` until before `before`; None leaves a side open."""

    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class ExamRow:
    """One exam and how it came out; nothing of its questions."""

    exam: Exam
    attempts: int
    passed: int
    mean_percent: float | None

    @property
    def passed_share(self) -> float | None:
        """Return the share of attempts that passed; None without any."""
        return self.passed / self.attempts if self.attempts else None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One wording and its figures within one exam."""

    version: ItemVersion
    figures: ItemFigures
    choices: Mapping[str, Choice]


@dataclass(frozen=True, slots=True)
class ExamFigures:
    """All items of an exam, and how the percentages are spread in tenths."""

    attempts: int
    passed: int
    mean_percent: float | None
    tenths: tuple[int, ...]
    items: list[ItemRow]


def ended(attempts: QuerySet[Attempt], period: Period) -> QuerySet[Attempt]:
    """Return the attempts that have ended within a period; void ones do not count."""
    rows = attempts.exclude(state__in=["open", "void"])
    if period.since is not None:
        rows = rows.filter(ended_at__gte=period.since)
    if period.before is not None:
        rows = rows.filter(ended_at__lt=period.before)
    return rows


def exam_rows(exams: QuerySet[Exam], attempts: QuerySet[Attempt]) -> list[ExamRow]:
    """Return one row per exam given, counting these attempts that have a score, by code. Cost: two queries."""
    counted = (
        Score.objects.standing()
        .filter(attempt__in=attempts.values("pk"))
        .values("attempt__exam")
        .annotate(n=Count("pk"), passed_n=Count("pk", filter=Q(passed=True)), mean=Avg("percent"))
    )
    by_exam = {row["attempt__exam"]: row for row in counted}
    rows = []
    for exam in exams.order_by("code"):
        row = by_exam.get(exam.pk)
        rows.append(
            ExamRow(exam, row["n"], row["passed_n"], float(row["mean"])) if row else ExamRow(exam, 0, 0, None)
        )
    return rows


@dataclass(frozen=True, slots=True)
class Sat:
    """One scored attempt: shares and points by position."""

    form: int
    started_at: datetime
    shares: dict[int, float]
    points: dict[int, float]


def scored(attempts: QuerySet[Attempt]) -> tuple[dict[int, Sat], list[tuple[float, bool]]]:
    """Return the scored attempts, and percentage and decision of each. An item that counts for nobody is left out."""
    rows = Score.objects.standing().filter(attempt__in=attempts.values("pk"))
    found: dict[int, Sat] = {}
    outcomes: list[tuple[float, bool]] = []
    for pk, form, started_at, marks, percent, passed in rows.values_list(
        "attempt", "attempt__form", "attempt__started_at", "marks", "percent", "passed"
    ):
        counted = [mark for mark in marks if float(mark["points"]) > 0]
        found[pk] = Sat(
            form,
            started_at,
            {mark["position"]: float(mark["share"]) for mark in counted},
            {mark["position"]: float(mark["share"]) * float(mark["points"]) for mark in counted},
        )
        outcomes.append((float(percent), passed))
    return found, outcomes


def versions_at(attempts: QuerySet[Attempt]) -> dict[int, dict[int, int]]:
    """Return form → position → wording."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    rows = FormItem.objects.filter(form__attempt__in=attempts.values("pk"))
    for form, position, version in rows.values_list("form", "position", "version"):
        found[form][position] = version
    return found


@dataclass(frozen=True, slots=True)
class _Given:
    """What one attempt gave: answers, and the seconds from the answer before where known, by position."""

    answers: dict[int, object]
    seconds: dict[int, float]


NOTHING = _Given({}, {})


def _given(attempts: QuerySet[Attempt], sat: Mapping[int, Sat]) -> dict[int, _Given]:
    """Return what each scored attempt gave.

    Answers that arrived together, as from a paper or after a time without network, tell no time.
    """
    answers: dict[int, dict[int, object]] = defaultdict(dict)
    arrived: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    rows = Response.objects.filter(attempt__in=attempts.values("pk"))
    for attempt, position, value, at in rows.values_list("attempt", "position", "value", "received_at"):
        if attempt in sat:
            answers[attempt][position] = value
            arrived[attempt].append((at, position))
    return {
        attempt: _Given(answers[attempt], _seconds(sat[attempt].started_at, events))
        for attempt, events in arrived.items()
    }


def _seconds(before: datetime, events: list[tuple[datetime, int]]) -> dict[int, float]:
    seconds = {}
    for at, position in sorted(events):
        if at > before:
            seconds[position] = (at - before).total_seconds()
        before = at
    return seconds


def _observations(
    sat: Mapping[int, Sat],
    version_at: Mapping[int, Mapping[int, int]],
    given: Mapping[int, _Given],
    kinds: Mapping[int, ItemType],
) -> dict[int, list[Observation]]:
    found: dict[int, list[Observation]] = defaultdict(list)
    for pk, run in sat.items():
        rests, gave, versions = rules.rests(run.shares), given.get(pk, NOTHING), version_at[run.form]
        for position, share in run.shares.items():
            version = versions[position]
            chosen = kinds[version].chosen(gave.answers.get(position))
            found[version].append(Observation(share, rests[position], chosen, gave.seconds.get(position)))
    return found


def exam_figures(attempts: QuerySet[Attempt]) -> ExamFigures:
    """Return the figures of every wording that these attempts hold, by item code. Cost: four queries."""
    sat, outcomes = scored(attempts)
    version_at = versions_at(attempts)
    versions = ItemVersion.objects.select_related("item__area").in_bulk(
        {version for form in version_at.values() for version in form.values()}
    )
    kinds = {pk: item_type(version.item_type) for pk, version in versions.items()}
    found = _observations(sat, version_at, _given(attempts, sat), kinds)
    rows = [item_row(versions[pk], observations) for pk, observations in found.items()]
    tenths = [0] * 10
    for percent, _passed in outcomes:
        tenths[min(9, int(percent // 10))] += 1
    return ExamFigures(
        len(outcomes),
        sum(passed for _percent, passed in outcomes),
        fmean(percent for percent, _passed in outcomes) if outcomes else None,
        tuple(tenths),
        sorted(rows, key=lambda row: (row.version.item.code, row.version.number)),
    )


def item_row(version: ItemVersion, observations: Sequence[Observation]) -> ItemRow:
    """Return the figures of one wording from its observations."""
    choices = {c.id: c for c in item_type(version.item_type).key_choices(version.body, version.key)}
    right = [choice.id for choice in choices.values() if choice.is_right]
    return ItemRow(version, rules.analyse_item(observations, options=list(choices), right=right), choices)


def observations_of(version: ItemVersion, attempts: QuerySet[Attempt]) -> list[Observation]:
    """Return what is observed of one wording in these attempts. Cost: three queries."""
    own = attempts.filter(form__items__version=version)
    sat, _outcomes = scored(own)
    at = dict(
        FormItem.objects.filter(version=version, form__attempt__in=own.values("pk")).values_list(
            "form", "position"
        )
    )
    given = _given(own, sat)
    kind = item_type(version.item_type)
    found = []
    for pk, run in sat.items():
        position = at[run.form]
        if position in run.shares:
            rest = rules.rests(run.shares)[position]
            gave = given.get(pk, NOTHING)
            chosen = kind.chosen(gave.answers.get(position))
            found.append(Observation(run.shares[position], rest, chosen, gave.seconds.get(position)))
    return found


def spread(seconds: Iterable[float], *, bounds: Sequence[float]) -> list[int]:
    """Return how many values lie below the first bound, between each two, and from the last on."""
    counts = [0] * (len(bounds) + 1)
    for value in seconds:
        counts[sum(value >= bound for bound in bounds)] += 1
    return counts


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer of one attempt: share earned, what was answered in one spelling, seconds where known."""

    attempt: int
    version: int
    share: float
    words: str
    seconds: float | None


def answers_of(attempts: QuerySet[Attempt]) -> list[Answered]:
    """Return every answer of scored attempts; one not answered has no words. Cost: three queries."""
    sat, _outcomes = scored(attempts)
    version_at = versions_at(attempts)
    given = _given(attempts, sat)
    return [
        Answered(
            pk,
            version_at[run.form][position],
            share,
            "" if gave.answers.get(position) is None else json.dumps(gave.answers[position], sort_keys=True),
            gave.seconds.get(position),
        )
        for pk, run in sat.items()
        for gave in [given.get(pk, NOTHING)]
        for position, share in run.shares.items()
    ]
