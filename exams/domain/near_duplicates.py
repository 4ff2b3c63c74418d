"""Items that say almost the same, found by their shingles."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from exams.domain.bank_search import folded

SHINGLE = 3  # characters: about a word and a half of Chinese
LEAST_PERCENT = 70  # below, two items of one subject are mostly two items
_UNSAID = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, the smaller number first, and how much of what either says both say."""

    first: int
    second: int
    percent: int


def shingles(text: str) -> frozenset[str]:
    """Return the runs of three characters of a text, without spaces and punctuation; a shorter text is one run."""
    plain = _UNSAID.sub("", folded(text))
    if len(plain) <= SHINGLE:
        return frozenset([plain] if plain else [])
    return frozenset(plain[place : place + SHINGLE] for place in range(len(plain) - SHINGLE + 1))


def similarity_percent(one: frozenset[str], other: frozenset[str]) -> int:
    """Return the shingles of both ÷ the shingles of either, in whole percent, cut off (Jaccard index); 0 for none."""
    either = len(one | other)
    return 100 * len(one & other) // either if either else 0


def near_duplicates(texts: Mapping[int, str], *, least_percent: int = LEAST_PERCENT) -> list[Pair]:
    """Return all pairs that are alike to `least_percent` at least, in the order of their numbers.

    Two sets that share so much also share one of their rarest shingles, so only those are looked up, and sets of very
    different sizes are never compared (prefix and length filter of Xiao et al., PPJoin, 2008). Exact: none is missed.
    """
    sets = {number: found for number, text in texts.items() if (found := shingles(text))}
    often = Counter(shingle for found in sets.values() for shingle in found)
    rarest = {number: sorted(found, key=lambda s: (often[s], s)) for number, found in sets.items()}
    seen: defaultdict[str, list[int]] = defaultdict(list)
    pairs = []
    for number in sorted(sets, key=lambda n: (len(sets[n]), n)):
        size = len(sets[number])
        least_size = size * least_percent / 100
        prefix = rarest[number][: size - ceil(size * least_percent / 100) + 1]
        near = {o for shingle in prefix for o in seen[shingle] if len(sets[o]) >= least_size}
        for other in near:
            percent = similarity_percent(sets[number], sets[other])
            if percent >= least_percent:
                pairs.append(Pair(min(number, other), max(number, other), percent))
        for shingle in prefix:
            seen[shingle].append(number)
    return sorted(pairs, key=lambda pair: (pair.first, pair.second))
