"""How well items tell those who know from those who do not: classical test theory, in plain functions.

Formulas, sources and worked examples: docs/algorithms/item-analysis.md.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)

GROUP_SHARE = Fraction(27, 100)  # Kelley 1939: with normal scores, the share that tells groups apart best
FEWEST_ANSWERS = 30  # below, every figure here moves with each further candidate
TOO_EASY, TOO_HARD = 0.95, 0.30
WEAK, FAIR = 0.10, 0.20  # Ebel & Frisbie 1991: below 0.20 an item wants another look


class Observation(NamedTuple):
    """One candidate's answer to one item.

    `share` earned of this item, `rest` the share earned of all other items of the same paper, both 0 to 1;
    `chosen` what was answered, in a form that can be counted (an option's id); `seconds` None where not known.
    """

    share: float
    rest: float
    chosen: tuple[str, ...] = ()
    seconds: float | None = None


class Flag(StrEnum):
    """A question to a person who looks at an item; never a verdict."""

    FEW_ANSWERS = "few_answers"
    TOO_EASY = "too_easy"
    TOO_HARD = "too_hard"
    AGAINST_THE_GRAIN = "against_the_grain"
    WEAK = "weak"
    UNUSED_DISTRACTOR = "unused_distractor"
    STRONG_DISTRACTOR = "strong_distractor"


@dataclass(frozen=True, slots=True)
class OptionCount:
    """How often one option was chosen, by all and (weighted at ties) by the best and the weakest 27 %."""

    option: str
    is_right: bool
    count: int
    upper: float
    lower: float


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """The figures of one item version; None where the answers do not allow the figure.

    `facility` 0 to 1, `discrimination` (item-rest) and `upper_lower` -1 to 1, `seconds` the median.
    """

    count: int
    facility: float | None
    discrimination: float | None
    upper_lower: float | None
    seconds: float | None
    options: tuple[OptionCount, ...]
    flags: tuple[tuple[Flag, str], ...]


@dataclass(frozen=True, slots=True)
class FormFigures:
    """The figures of one form that several candidates sat: alpha (KR-20 for right/wrong items) and the standard
    error of measurement, in points; None where undefined."""

    count: int
    items: int
    mean: float | None
    deviation: float | None
    alpha: float | None
    error: float | None


def facility(observations: Sequence[Observation]) -> float | None:
    """Return the mean share earned; None without answers."""
    return statistics.fmean(o.share for o in observations) if observations else None


def discrimination(observations: Sequence[Observation]) -> float | None:
    """Return the correlation of an item with the rest of the paper, the corrected point-biserial.

    The item itself is left out of the rest, since it would correlate with itself. None for fewer than two
    answers, and where all did the same on the item or on the rest.
    """
    if len(observations) < 2:
        return None
    try:
        return statistics.correlation([o.share for o in observations], [o.rest for o in observations])
    except statistics.StatisticsError:
        return None


def group_weights(rests: Sequence[float]) -> tuple[list[float], list[float]]:
    """Return for each candidate how far it belongs to the upper and to the lower group, 0 to 1.

    Each group holds 27 % of the candidates. Those who tie at the border share the places left, so that the
    order of the rows never decides.
    """
    size = float(GROUP_SHARE * len(rests))
    return _places(rests, size), _places([-rest for rest in rests], size)


def _places(values: Sequence[float], size: float) -> list[float]:
    share_of: dict[float, float] = {}
    left = size
    for value, tied in sorted(Counter(values).items(), reverse=True):
        share_of[value] = min(1.0, max(0.0, left) / tied)
        left -= share_of[value] * tied
    return [share_of[value] for value in values]


def upper_lower(observations: Sequence[Observation], groups: tuple[list[float], list[float]]) -> float | None:
    """Return facility in the best 27 % less facility in the weakest 27 %; None for fewer than four answers."""
    if len(observations) < 4:
        return None
    upper, lower = groups
    return _weighted(observations, upper) - _weighted(observations, lower)


def _weighted(observations: Sequence[Observation], weights: Sequence[float]) -> float:
    return sum(o.share * w for o, w in zip(observations, weights, strict=True)) / sum(weights)


def option_counts(
    observations: Sequence[Observation],
    groups: tuple[list[float], list[float]],
    *,
    options: Sequence[str],
    right: Iterable[str],
) -> tuple[OptionCount, ...]:
    """Return how often each option was chosen, in the order given."""
    key = frozenset(right)
    counts = dict.fromkeys(options, 0)
    upper, lower = dict.fromkeys(options, 0.0), dict.fromkeys(options, 0.0)
    for observation, best, weakest in zip(observations, *groups, strict=True):
        for option in observation.chosen:
            if option in counts:
                counts[option] += 1
                upper[option] += best
                lower[option] += weakest
    return tuple(
        OptionCount(option, option in key, counts[option], upper[option], lower[option]) for option in options
    )


def analyse_item(
    observations: Sequence[Observation], *, options: Sequence[str] = (), right: Iterable[str] = ()
) -> ItemFigures:
    """Return all figures of one item and what a person should ask of it."""
    groups = group_weights([o.rest for o in observations])
    counts = option_counts(observations, groups, options=options, right=right)
    ease, grain = facility(observations), discrimination(observations)
    times = [o.seconds for o in observations if o.seconds is not None]
    return ItemFigures(
        len(observations),
        ease,
        grain,
        upper_lower(observations, groups),
        statistics.median(times) if times else None,
        counts,
        tuple(_flags(len(observations), ease, grain, counts)),
    )


def _flags(
    count: int, ease: float | None, grain: float | None, options: Sequence[OptionCount]
) -> Iterable[tuple[Flag, str]]:
    if count < FEWEST_ANSWERS:
        yield Flag.FEW_ANSWERS, ""
        return  # other remarks on so few answers would mostly be chance
    if ease is not None and ease > TOO_EASY:
        yield Flag.TOO_EASY, ""
    if ease is not None and ease < TOO_HARD:
        yield Flag.TOO_HARD, ""
    if grain is not None and grain < 0:
        yield Flag.AGAINST_THE_GRAIN, ""
    elif grain is not None and grain < WEAK:
        yield Flag.WEAK, ""
    for option in options:
        if not option.is_right and option.count == 0:
            yield Flag.UNUSED_DISTRACTOR, option.option
        if not option.is_right and option.upper > option.lower and option.count >= count * WEAK:
            yield Flag.STRONG_DISTRACTOR, option.option


def analyse_form(points: Sequence[Sequence[float]]) -> FormFigures:
    """Return the figures of a form from the points of each candidate (rows) on each item (columns).

    Every row has the same length. With right/wrong items alpha is KR-20 (sample variances throughout).
    Raises ValueError for rows of different length.
    """
    width = len(points[0]) if points else 0
    if any(len(row) != width for row in points):
        raise ValueError("Every candidate of a form answered the same items.")
    totals = [math.fsum(row) for row in points]
    if len(points) < 2:
        return FormFigures(len(points), width, totals[0] if totals else None, None, None, None)
    spread = statistics.variance(totals)
    item_spread = math.fsum(statistics.variance([row[item] for row in points]) for item in range(width))
    alpha = alpha_of(width, item_variances=item_spread, total_variance=spread)
    deviation = math.sqrt(spread)
    error = deviation * math.sqrt(1 - alpha) if alpha is not None and alpha <= 1 else None
    return FormFigures(len(points), width, statistics.fmean(totals), deviation, alpha, error)


def alpha_of(items: int, *, item_variances: float, total_variance: float) -> float | None:
    """Return Cronbach's alpha from the sum of the item variances and the variance of the totals.

    None for fewer than two items and where all totals are equal.
    """
    if items < 2 or total_variance <= 0:
        return None
    return items / (items - 1) * (1 - item_variances / total_variance)


def rests(shares: Mapping[Key, float]) -> dict[Key, float]:
    """Return for each item of one paper the mean share earned on all others; 0 for a paper of one item."""
    total, others = math.fsum(shares.values()), len(shares) - 1
    return {item: (total - share) / others if others else 0.0 for item, share in shares.items()}
