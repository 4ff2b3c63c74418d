"""Parallel forms: several at once, without items in common where the bank allows it, and equally difficult."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from exams.domain.assembly import draw
from exams.domain.blueprint import Candidate, Cell, Placed, Shortage
from exams.domain.colouring import coloured

# One more use of an item weighs more than any wear of it.
A_USE = 1000
MOST_SWAPS = 400

Form = list[Placed]


@dataclass(frozen=True, slots=True)
class Parallel:
    """The forms, or what the bank lacks for the first of them; one of the two is empty."""

    forms: list[Form]
    shortages: list[Shortage]


def build(
    cells: Sequence[Cell],
    *,
    candidates: Sequence[Candidate],
    critical_count: int,
    seed: int,
    count: int,
    facilities: Mapping[int, float],
) -> Parallel:
    """Return `count` forms of one blueprint; `facilities` tells of each version the share of points it earns.

    All forms are drawn as one, in which an item counts a second time only where the bank has no other; what was drawn
    is then divided so that no item comes twice in a form. Items of one row change places between forms until the
    means are as near as they come. Where critical items or enemies forbid that division, the forms are drawn one
    after the other, each with as little as possible of those before it.
    """
    first = draw(cells, candidates=candidates, critical_count=critical_count, seed=seed)
    if first.shortages:
        return Parallel([], first.shortages)
    rng = random.Random(seed)  # noqa: S311 -- must reproduce the forms
    forms = _divided(cells, candidates, seed=seed, count=count)
    if forms is not None:
        _settle(forms, critical_count)
    if forms is None or any(_faults(form, critical_count) for form in forms):
        forms = _one_by_one(cells, candidates, critical_count, seed=seed, count=count)
    _level(forms, critical_count, facilities)
    for form in forms:
        form.sort(key=lambda place: place.candidate.version_id)
        rng.shuffle(form)
        form.sort(key=lambda place: cells[place.row].section)
    return Parallel(forms, [])


def mean(form: Sequence[Placed], facilities: Mapping[int, float]) -> float:
    """Return the mean share of points that the items of a form earn."""
    return sum(facilities[place.candidate.version_id] for place in form) / len(form)


def shared(forms: Sequence[Sequence[Placed]]) -> int:
    """Return how many items are in more than one form."""
    uses: dict[int, int] = {}
    for form in forms:
        for place in form:
            uses[place.candidate.item_id] = uses.get(place.candidate.item_id, 0) + 1
    return sum(count > 1 for count in uses.values())


def _divided(
    cells: Sequence[Cell], candidates: Sequence[Candidate], *, seed: int, count: int
) -> list[Form] | None:
    """Draw all forms as one and divide it; None when that finds no draw."""
    wide = [replace(cell, count=cell.count * count) for cell in cells]
    # Enemies may both be drawn here: they go to different forms.
    copies = [
        replace(candidate, copy=n, wear=candidate.wear + n * A_USE, groups=frozenset())
        for candidate in candidates
        for n in range(count)
    ]
    drawn = draw(wide, candidates=copies, critical_count=0, seed=seed)
    if drawn.shortages:
        return None
    known = {candidate.version_id: candidate for candidate in candidates}
    places = [Placed(known[place.candidate.version_id], place.row) for place in drawn.placed]
    slots = _slots(places, count)
    colours = coloured([(place.candidate.version_id, slot) for place, slot in zip(places, slots, strict=True)])
    forms: list[Form] = [[] for _ in range(count)]
    for place, colour in zip(places, colours, strict=True):
        forms[colour].append(place)
    return forms


def _slots(places: Sequence[Placed], count: int) -> list[tuple[int, int]]:
    """Return for each place a slot of its row, `count` places to a slot: each form gets one of them."""
    seen: dict[int, int] = {}
    slots = []
    for place in places:
        slots.append((place.row, seen.get(place.row, 0) // count))
        seen[place.row] = seen.get(place.row, 0) + 1
    return slots


def _one_by_one(
    cells: Sequence[Cell], candidates: Sequence[Candidate], critical_count: int, *, seed: int, count: int
) -> list[Form]:
    known = {candidate.version_id: candidate for candidate in candidates}
    uses: dict[int, int] = {}
    forms = []
    for n in range(count):
        offered = [
            replace(candidate, wear=candidate.wear + A_USE * uses.get(candidate.version_id, 0))
            for candidate in candidates
        ]
        placed = draw(cells, candidates=offered, critical_count=critical_count, seed=seed + n).placed
        for place in placed:
            uses[place.candidate.version_id] = uses.get(place.candidate.version_id, 0) + 1
        forms.append([Placed(known[place.candidate.version_id], place.row) for place in placed])
    return [form for form in forms if form]


def _faults(form: Sequence[Placed], critical_count: int) -> int:
    """Return how many pairs of enemies meet in a form, and how many critical items it lacks."""
    grouped = [place.candidate.groups for place in form if place.candidate.groups]
    meetings = sum(bool(one & other) for one, other in combinations(grouped, 2))
    critical = sum(place.candidate.is_critical for place in form)
    return meetings + max(0, critical_count - critical)


def _swaps(one: Form, other: Form) -> list[tuple[int, int]]:
    """Return the pairs of places whose items could change forms: of one row, and of no item that both forms hold."""
    held = {place.candidate.version_id for place in one}, {place.candidate.version_id for place in other}
    return [
        (a, b)
        for a, mine in enumerate(one)
        for b, theirs in enumerate(other)
        if mine.row == theirs.row
        and mine.candidate.version_id not in held[1]
        and theirs.candidate.version_id not in held[0]
    ]


def _swap(one: Form, other: Form, places: tuple[int, int]) -> None:
    a, b = places
    one[a], other[b] = other[b], one[a]


def _settle(forms: list[Form], critical_count: int) -> None:
    """Change items between forms until no enemies meet and critical items suffice, as far as single swaps go."""
    for _ in range(MOST_SWAPS):
        for one, other in combinations(forms, 2):
            before = _faults(one, critical_count) + _faults(other, critical_count)
            if before and _improve(one, other, before, critical_count):
                break
        else:
            return


def _improve(one: Form, other: Form, before: int, critical_count: int) -> bool:
    for places in _swaps(one, other):
        _swap(one, other, places)
        if _faults(one, critical_count) + _faults(other, critical_count) < before:
            return True
        _swap(one, other, places)
    return False


def _level(forms: list[Form], critical_count: int, facilities: Mapping[int, float]) -> None:
    """Change items between the easiest and the hardest form while that brings their means nearer."""
    for _ in range(MOST_SWAPS):
        forms_by_ease = sorted(forms, key=lambda form: mean(form, facilities))
        hard, easy = forms_by_ease[0], forms_by_ease[-1]
        gap = (mean(easy, facilities) - mean(hard, facilities)) * len(easy)
        best: tuple[float, tuple[int, int]] | None = None
        for a, b in _swaps(hard, easy):
            gain = facilities[easy[b].candidate.version_id] - facilities[hard[a].candidate.version_id]
            left = abs(gap - 2 * gain)
            if (
                left < gap - 1e-9
                and (best is None or left < best[0])
                and _may_swap(hard, easy, (a, b), critical_count)
            ):
                best = (left, (a, b))
        if best is None:
            return
        _swap(hard, easy, best[1])


def _may_swap(one: Form, other: Form, places: tuple[int, int], critical_count: int) -> bool:
    mine, theirs = one[places[0]].candidate, other[places[1]].candidate
    if not mine.groups and not theirs.groups and mine.is_critical == theirs.is_critical:
        return True
    before = _faults(one, critical_count) + _faults(other, critical_count)
    _swap(one, other, places)
    after = _faults(one, critical_count) + _faults(other, critical_count)
    _swap(one, other, places)
    return after <= before
