"""Patterns that a person should look at: answers too fast to have read, and wrong answers too alike for chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

FAST_SHARE = 0.25  # a quarter of the median time of those who were right
FEWEST_SECONDS = 3.0  # nobody reads a question in less
UNLIKELY = 1e-3
FEWEST_SHARED = 3  # two alike wrong answers happen in every room

Answers = Mapping[Hashable, str]  # item → what was answered wrongly, in one spelling


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two candidates who gave the same wrong answers: how many of those both got wrong, and how likely by chance."""

    first: Hashable
    second: Hashable
    shared: int
    both_wrong: int
    probability: float


def too_fast(seconds: Sequence[float | None], *, medians: Sequence[float | None]) -> list[int]:
    """Return the positions (from 0) of right answers given in under a quarter of the median time, or 3 seconds.

    `seconds` are of right answers only, None where wrong or not known.
    """
    return [
        index
        for index, (spent, median) in enumerate(zip(seconds, medians, strict=True))
        if spent is not None and median is not None and spent < max(FEWEST_SECONDS, FAST_SHARE * median)
    ]


def tail(probabilities: Sequence[float], *, at_least: int) -> float:
    """Return the probability of at least so many successes in independent trials (Poisson binomial), exact."""
    distribution = [1.0]
    for chance in probabilities:
        moved = [0.0, *(mass * chance for mass in distribution)]
        distribution = [mass * (1 - chance) for mass in distribution] + [0.0]
        distribution = [stay + move for stay, move in zip(distribution, moved, strict=True)]
    return min(1.0, sum(distribution[at_least:])) if at_least > 0 else 1.0


def alike(wrong: Mapping[Hashable, Answers]) -> list[Likeness]:
    """Return pairs of candidates whose wrong answers agree more than chance allows, most unlikely first.

    The chance that two wrong answers to an item are the same is taken from all wrong answers to it. A pair is
    named with at least three shared wrong answers and a probability below 1 in 1,000 after correction for the
    number of pairs compared (Bonferroni).
    """
    chances = _chances(wrong)
    pairs = list(combinations(sorted(wrong, key=str), 2))
    found = []
    for first, second in pairs:
        common = [item for item in wrong[first] if item in wrong[second]]
        shared = sum(wrong[first][item] == wrong[second][item] for item in common)
        if shared < FEWEST_SHARED:
            continue
        probability = min(1.0, tail([chances[item] for item in common], at_least=shared) * len(pairs))
        if probability < UNLIKELY:
            found.append(Likeness(first, second, shared, len(common), probability))
    return sorted(found, key=lambda pair: (pair.probability, str(pair.first), str(pair.second)))


def _chances(wrong: Mapping[Hashable, Answers]) -> dict[Hashable, float]:
    by_item: dict[Hashable, Counter[str]] = {}
    for answers in wrong.values():
        for item, answer in answers.items():
            by_item.setdefault(item, Counter())[answer] += 1
    return {
        item: sum(count * count for count in counts.values()) / counts.total() ** 2
        for item, counts in by_item.items()
    }
