"""From blueprint to form: solved, not guessed. The draw is made from a seed that is kept, or says what is missing."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import combinations

from exams.domain.blueprint import Candidate, Cell, Draw, Lack, Shortage
from exams.domain.matching import Matching

# How many placings the search for a form without enemies may cost: some seconds at the very worst, the same everywhere.
MOST_WORK = 400_000


def draw(cells: Sequence[Cell], *, candidates: Sequence[Candidate], critical_count: int, seed: int) -> Draw:
    """Return the drawn items in the order of the form, or what is missing.

    No item comes twice; all required items and at least `critical_count` critical ones are in every form; no two
    enemies meet; items with less wear go first. The same seed and bank give the same form. Without enemies it is
    solved as a flow. With them, first by leaving enemies of placed items out; where that fails, by trying in turn
    which of two enemies stays out, until a form is found, none can be, or MOST_WORK is done.
    """
    rng = random.Random(seed)  # noqa: S311 -- the seed is kept on the server, and must reproduce the form
    order = sorted(candidates, key=lambda candidate: candidate.version_id)
    rng.shuffle(order)
    order.sort(key=lambda candidate: (not candidate.is_required, candidate.wear))
    task = _Task(cells, order, critical_count)
    shortages = task.shortages()
    if shortages:
        return Draw([], shortages)
    matching = task.solve()
    if matching is None:
        return Draw([], task.enemy_shortages())
    placed = matching.placed()
    placed.sort(key=lambda place: place.candidate.version_id)  # so that the row tells nothing about the place
    rng.shuffle(placed)
    placed.sort(key=lambda place: cells[place.row].section)
    return Draw(placed, [])


def has_enemies(candidates: Sequence[Candidate]) -> bool:
    """Tell whether two of the items must not meet."""
    return next(_meetings(candidates), None) is not None


def _meetings(candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    grouped = [candidate for candidate in candidates if candidate.groups]
    return ((one, other) for one, other in combinations(grouped, 2) if one.groups & other.groups)


class _Task:
    """One draw to be solved: rows, items in the order in which they are preferred, critical items needed."""

    def __init__(self, cells: Sequence[Cell], order: Sequence[Candidate], critical_count: int) -> None:
        self.cells, self.order, self.critical_count = cells, order, critical_count
        self.best = 0
        self.is_exhausted = False
        self.loose: Matching | None = None  # the rows as filled whether or not there are enemies

    def fill(self, order: Sequence[Candidate], *, are_kept_apart: bool) -> Matching:
        """Return the rows as filled from items in this order: required ones, then critical ones, then any."""
        matching = Matching(self.cells)
        taken: set[int] = set()

        def offer(candidate: Candidate) -> bool:
            if are_kept_apart and taken.intersection(candidate.groups):
                return False
            if not matching.place(candidate):
                return False
            taken.update(candidate.groups)
            return True

        required = [candidate for candidate in order if candidate.is_required]
        critical = sum([candidate.is_critical for candidate in required if offer(candidate)])
        for candidate in order:
            if critical >= self.critical_count:
                break
            if candidate.is_critical and not candidate.is_required and offer(candidate):
                critical += 1
        for candidate in order:
            if matching.is_full:
                break
            if candidate not in matching.row_of:
                offer(candidate)
        return matching

    def is_solved(self, matching: Matching) -> bool:
        """Tell whether all rows are full, and hold all required and enough critical items."""
        return (
            matching.is_full
            and sum(candidate.is_critical for candidate in matching.row_of) >= self.critical_count
            and all(candidate in matching.row_of for candidate in self.order if candidate.is_required)
        )

    def shortages(self) -> list[Shortage]:
        """Return what is missing whether or not there are enemies."""
        required = [candidate for candidate in self.order if candidate.is_required]
        meeting = next(_meetings(required), None)
        if meeting is not None:
            return [Shortage(-1, 1, 2, Lack.FIXED_ENEMIES, items=tuple(c.item_id for c in meeting))]
        self.loose = matching = self.fill(self.order, are_kept_apart=False)
        if left := tuple(candidate.item_id for candidate in required if candidate not in matching.row_of):
            return [Shortage(-1, len(required), len(required) - len(left), Lack.FIXED, items=left)]
        if not matching.is_full:
            return matching.shortages(self.order)
        critical = sum(candidate.is_critical for candidate in matching.row_of)
        if critical < self.critical_count:
            return [Shortage(-1, self.critical_count, critical, Lack.CRITICAL)]
        return []

    def solve(self) -> Matching | None:
        """Return rows filled without enemies; None when there is no such form, or the search ended before one.

        Asked for when there are no shortages.
        """
        if self.loose is not None and not any(candidate.groups for candidate in self.order):
            return self.loose
        order: Sequence[Candidate] = self.order
        waiting: list[frozenset[Candidate]] = [frozenset()]
        seen, work = set(waiting), 0
        while waiting:
            barred = waiting.pop()
            allowed = [candidate for candidate in order if candidate not in barred] if barred else order
            apart = self.fill(allowed, are_kept_apart=True)
            self.best = max(self.best, len(apart.row_of))
            if self.is_solved(apart):
                return apart
            order = self._reduced() if order is self.order else order
            loose = self.fill([c for c in order if c not in barred], are_kept_apart=False)
            work += len(order)
            if not self.is_solved(loose):
                continue  # without the barred items the rest cannot be filled at all
            meeting = next(_meetings(list(loose.row_of)), None)
            if meeting is None:
                return loose
            if work > MOST_WORK:
                self.is_exhausted = True
                return None
            # In every form without enemies at least one of these two is missing.
            for left_out in meeting:
                narrower = barred | {left_out}
                if not left_out.is_required and narrower not in seen:
                    seen.add(narrower)
                    waiting.append(narrower)
        return None

    def _reduced(self) -> list[Candidate]:
        """Return the items less those without enemies that are one too many of their kind."""
        matching = Matching(self.cells)
        kept: list[Candidate] = []
        counts: dict[tuple[tuple[int, ...], bool], int] = {}
        for candidate in self.order:
            kind = (matching.rows_for(candidate), candidate.is_critical)
            if not candidate.groups and not candidate.is_required:
                counts[kind] = counts.get(kind, 0) + 1
            if kind[0] and (candidate.groups or candidate.is_required or counts[kind] <= matching.total):
                kept.append(candidate)
        return kept

    def enemy_shortages(self) -> list[Shortage]:
        """Return by how many places the best form without enemies falls short."""
        wanted = sum(cell.count for cell in self.cells)
        lack = Lack.UNDECIDED if self.is_exhausted else Lack.ENEMIES
        return [Shortage(-1, wanted, min(self.best, wanted - 1), lack)]
