"""From blueprint to form: the draw is checked first, then made from a seed that is kept."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """One approved item version that may be drawn."""

    version_id: int
    item_id: int
    area_code: str
    level: int
    item_type: str
    is_critical: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of a blueprint: `count` items of an area (and all areas below it), level and type; None means any."""

    area_code: str
    count: int
    level: int | None = None
    item_type: str | None = None

    def admits(self, candidate: Candidate) -> bool:
        """Tell whether an item fits this row. Areas below are those whose code begins with this code and a dot."""
        in_area = candidate.area_code == self.area_code or candidate.area_code.startswith(f"{self.area_code}.")
        return in_area and self.level in (None, candidate.level) and self.item_type in (None, candidate.item_type)


@dataclass(frozen=True, slots=True)
class Shortage:
    """What the bank lacks for one row: `index` of the row, items wanted and items that could be given to it."""

    index: int
    wanted: int
    available: int


def draw(
    cells: Sequence[Cell], *, candidates: Sequence[Candidate], critical_count: int, seed: int
) -> tuple[list[Candidate], list[Shortage]]:
    """Return the drawn items in the order of the form, or what is missing; one of the two is empty.

    No item comes twice. At least `critical_count` critical items are in every form; when they cannot be, the
    shortage has index -1. The same seed and bank give the same form. Solved as a flow: rows that overlap
    (one asks an area, another a level of it) never starve each other while a solution exists.
    """
    rng = random.Random(seed)  # noqa: S311 -- the seed is kept on the server, and must reproduce the form
    order = sorted(candidates, key=lambda candidate: candidate.version_id)
    rng.shuffle(order)
    matching = _Matching(cells)
    # Placing never unplaces an item, so critical ones taken first stay in the form.
    critical = [candidate for candidate in order if candidate.is_critical]
    while critical and len(matching.row_of) < critical_count:
        matching.place(critical.pop(0))
    for candidate in order:
        if not matching.is_full and candidate not in matching.row_of:
            matching.place(candidate)
    drawn = [candidate for candidate in order if candidate in matching.row_of]
    shortages = matching.shortages()
    critical_drawn = sum(candidate.is_critical for candidate in drawn)
    if not shortages and critical_drawn < critical_count:
        shortages = [Shortage(-1, critical_count, critical_drawn)]
    if shortages:
        return [], shortages
    rng.shuffle(drawn)
    return drawn, []


class _Matching:
    """Items assigned to rows; an item finds a place by moving others to rows that take them too."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.cells = cells
        self.members: list[list[Candidate]] = [[] for _ in cells]
        self.row_of: dict[Candidate, int] = {}

    @property
    def is_full(self) -> bool:
        """Tell whether every row has its items."""
        return len(self.row_of) == sum(cell.count for cell in self.cells)

    def place(self, candidate: Candidate, tried: set[int] | None = None) -> bool:
        """Find a place for one item (Kuhn's augmenting path); False when no row can take it."""
        seen = tried if tried is not None else set()
        for index, cell in enumerate(self.cells):
            if index in seen or not cell.admits(candidate):
                continue
            seen.add(index)
            if len(self.members[index]) < cell.count:
                self._put(candidate, index)
                return True
            for held in tuple(self.members[index]):
                if self.place(held, seen):
                    self.members[index].remove(held)
                    self._put(candidate, index)
                    return True
        return False

    def _put(self, candidate: Candidate, index: int) -> None:
        self.members[index].append(candidate)
        self.row_of[candidate] = index

    def shortages(self) -> list[Shortage]:
        """Return the rows that are not filled."""
        return [
            Shortage(index, cell.count, len(self.members[index]))
            for index, cell in enumerate(self.cells)
            if len(self.members[index]) < cell.count
        ]
