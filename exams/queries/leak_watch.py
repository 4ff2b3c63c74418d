"""What looks as if a question had got out or answers had been shared: questions to a person, never verdicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from statistics import median

from django.db.models import QuerySet

from exams.domain import leak_watch as rules
from exams.models import Attempt
from exams.queries.analysis import answers_of

MOST_ATTEMPTS = 200  # pairs grow with the square: 200 attempts are 19,900 pairs


@dataclass(frozen=True, slots=True)
class Fast:
    """One attempt with right answers that came faster than anybody reads: how many of how many right ones."""

    attempt: Attempt
    count: int
    right: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two attempts whose wrong answers agree more than chance allows."""

    first: Attempt
    second: Attempt
    shared: int
    both_wrong: int


@dataclass(frozen=True, slots=True)
class Watch:
    """What was seen in so many attempts."""

    attempts: int
    fast: list[Fast]
    pairs: list[Pair]


def watch(attempts: QuerySet[Attempt], *, fewest_fast: int = 3) -> Watch:
    """Return what is odd in the newest 200 of these attempts.

    An attempt is named as fast with at least `fewest_fast` right answers that came too fast. Cost: five queries.
    """
    newest = list(attempts.order_by("-ended_at", "-pk").values_list("pk", flat=True)[:MOST_ATTEMPTS])
    rows = answers_of(Attempt.objects.filter(pk__in=newest))
    times: dict[int, list[float]] = defaultdict(list)
    wrong: dict[Hashable, dict[Hashable, str]] = defaultdict(dict)
    for row in rows:
        if row.share == 1 and row.seconds is not None:
            times[row.version].append(row.seconds)
        if row.share == 0 and row.words:
            wrong[row.attempt][row.version] = row.words
    medians = {version: median(found) for version, found in times.items()}
    seen = Attempt.objects.select_related("person", "sitting").in_bulk(newest)
    fast = []
    for pk in newest:
        own = [row for row in rows if row.attempt == pk and row.share == 1 and row.seconds is not None]
        odd = rules.too_fast([row.seconds for row in own], medians=[medians[row.version] for row in own])
        if len(odd) >= fewest_fast:
            fast.append(Fast(seen[pk], len(odd), len(own)))
    pairs = [
        Pair(seen[int(str(like.first))], seen[int(str(like.second))], like.shared, like.both_wrong)
        for like in rules.alike(dict(wrong))
    ]
    return Watch(len(newest), sorted(fast, key=lambda row: -row.count), pairs)
