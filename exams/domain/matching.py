"""Items assigned to the rows of a blueprint: as a flow, so that rows that overlap never starve each other."""

from __future__ import annotations

from collections.abc import Sequence

from exams.domain.blueprint import Candidate, Cell, Placed, Shortage


class Matching:
    """Items assigned to rows; an item finds a place by moving others to rows that take them too.

    Placing never unplaces an item, so whatever is placed first stays. Items placed in the order of a preference
    give the best set by that preference that any form can hold.
    """

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.cells = cells
        self.members: list[list[Candidate]] = [[] for _ in cells]
        self.row_of: dict[Candidate, int] = {}
        self.total = sum(cell.count for cell in cells)
        # Rows that no item can enter any more: whatever lies in them fits no row outside.
        self._closed: set[int] = set()
        self._fitting: dict[tuple[str, int, str], tuple[int, ...]] = {}

    @property
    def is_full(self) -> bool:
        """Tell whether every row has its items."""
        return len(self.row_of) == self.total

    def rows_for(self, candidate: Candidate) -> tuple[int, ...]:
        """Return the rows that an item fits."""
        kind = (candidate.area_code, candidate.level, candidate.item_type)
        if kind not in self._fitting:
            self._fitting[kind] = tuple(n for n, cell in enumerate(self.cells) if cell.admits(candidate))
        return self._fitting[kind]

    def place(self, candidate: Candidate) -> bool:
        """Find a place for one item (an augmenting path); False when no row can take it."""
        tried: set[int] = set()
        if self._place(candidate, tried):
            return True
        self._closed |= tried
        return False

    def _place(self, candidate: Candidate, tried: set[int]) -> bool:
        open_rows = [row for row in self.rows_for(candidate) if row not in self._closed]
        for row in open_rows:
            if len(self.members[row]) < self.cells[row].count:
                self._put(candidate, row)
                return True
        for row in open_rows:
            if row in tried:
                continue
            tried.add(row)
            for held in tuple(self.members[row]):
                if self._place(held, tried):
                    self.members[row].remove(held)
                    self._put(candidate, row)
                    return True
        return False

    def _put(self, candidate: Candidate, row: int) -> None:
        self.members[row].append(candidate)
        self.row_of[candidate] = row

    def placed(self) -> list[Placed]:
        """Return what is placed, row by row."""
        return [Placed(candidate, row) for row, members in enumerate(self.members) for candidate in members]

    def shortages(self, candidates: Sequence[Candidate]) -> list[Shortage]:
        """Return for each row not filled how many items it lacks, once all `candidates` have been tried.

        A row that lacks items only because it shares them is named with the rows that it shares them with.
        """
        return [
            self._shortage(row, candidates)
            for row, cell in enumerate(self.cells)
            if len(self.members[row]) < cell.count
        ]

    def _shortage(self, row: int, candidates: Sequence[Candidate]) -> Shortage:
        rows = {row}
        while True:
            fitting = [c for c in candidates if rows.intersection(self.rows_for(c))]
            wider = rows | {self.row_of[c] for c in fitting if c in self.row_of}
            if wider == rows:
                break
            rows = wider
        wanted = sum(self.cells[n].count for n in rows)
        return Shortage(row, wanted, len(fitting), rows=tuple(sorted(rows)) if len(rows) > 1 else ())
