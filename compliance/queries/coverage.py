"""Coverage: how many of those who need a credential hold it, by unit and role, and over all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from compliance.domain.gaps import MET, UNMET, percent_of
from compliance.enums import CoverageOrder, GapState
from compliance.queries.gaps import Gap


class Counted:
    """Counts of people by state, and what follows from them."""

    __slots__ = ()
    counts: dict[GapState, int]

    @property
    def required(self) -> int:
        """Return how many people need it, the exempt not counted."""
        return sum(count for state, count in self.counts.items() if state is not GapState.EXEMPT)

    @property
    def met(self) -> int:
        """Return how many meet it."""
        return sum(self.counts.get(state, 0) for state in MET)

    @property
    def unmet(self) -> int:
        """Return how many hold nothing valid, those with time left included."""
        return sum(self.counts.get(state, 0) for state in UNMET)

    @property
    def expiring(self) -> int:
        """Return how many hold something that ends soon."""
        return self.counts.get(GapState.EXPIRING, 0)

    @property
    def percent(self) -> Decimal | None:
        """Return the share that meets it, 0 to 100; None when nobody is left to meet it."""
        return percent_of(self.met, of=self.required)


@dataclass(frozen=True, slots=True)
class CoverageCell(Counted):
    """One unit × job role × credential: how many people need it, how many meet it, by state."""

    unit_id: int
    unit: str
    job_role_id: int
    job_role: str
    credential_id: int
    credential: str
    counts: dict[GapState, int]


@dataclass(frozen=True, slots=True)
class CoverageOf(Counted):
    """One job role, one credential, or all of them together."""

    key: int
    name: str
    counts: dict[GapState, int]


def coverage(rows: Iterable[Gap]) -> list[CoverageCell]:
    """Return the coverage table of gap rows: one cell per unit × job role × credential, in the order of the rows."""
    found: dict[tuple[int, str, int, str, int, str], Counter[GapState]] = {}
    for row in rows:
        key = (row.unit_id, row.unit, row.job_role_id, row.job_role, row.credential_id, row.credential)
        found.setdefault(key, Counter())[row.state] += 1
    return [CoverageCell(*key, counts=dict(counts)) for key, counts in found.items()]


def _added(cells: Iterable[CoverageCell], field: str) -> list[CoverageOf]:
    found: dict[tuple[int, str], Counter[GapState]] = {}
    for cell in cells:
        found.setdefault((getattr(cell, f"{field}_id"), getattr(cell, field)), Counter()).update(cell.counts)
    return [CoverageOf(key, name, dict(counts)) for (key, name), counts in found.items()]


def total(cells: Iterable[CoverageCell]) -> CoverageOf:
    """Return everything together."""
    counts: Counter[GapState] = Counter()
    for cell in cells:
        counts.update(cell.counts)
    return CoverageOf(0, "", dict(counts))


def by_role(cells: Sequence[CoverageCell]) -> list[CoverageOf]:
    """Return coverage by job role, the lowest first; a role whose people are all exempt is left out."""
    return _lowest_first(_added(cells, "job_role"))


def by_credential(cells: Sequence[CoverageCell]) -> list[CoverageOf]:
    """Return coverage by credential, the lowest first; one that all are free of is left out."""
    return _lowest_first(_added(cells, "credential"))


def by_unit(cells: Sequence[CoverageCell]) -> list[CoverageOf]:
    """Return coverage by unit, those with most people without first; a unit that lacks nobody is left out."""
    return sorted((row for row in _added(cells, "unit") if row.unmet), key=lambda row: (-row.unmet, row.name))


def urgent(rows: Iterable[Gap]) -> list[Gap]:
    """Return who needs something done, the first to act on first.

    Held before and lost, never done, then by the day on which time runs out, be it the due day or the last valid one.
    """
    order = (GapState.OVERDUE, GapState.NEVER, GapState.DUE, GapState.EXPIRING)
    found = [row for row in rows if row.state in order]
    return sorted(found, key=lambda row: (order.index(row.state), row.valid_to or row.due_on, row.employee_no))


def _lowest_first(found: Iterable[CoverageOf]) -> list[CoverageOf]:
    shown = [(row.percent, row.name, row) for row in found if row.percent is not None]
    return [row for _percent, _name, row in sorted(shown, key=lambda entry: entry[:2])]


def ordered(cells: Sequence[CoverageCell], order: CoverageOrder) -> list[CoverageCell]:
    """Return the cells in the order wished for; cells that are equal keep the order of units."""
    if order is CoverageOrder.LOWEST:
        return sorted(cells, key=lambda cell: (cell.percent is None, cell.percent))
    if order is CoverageOrder.MISSING:
        return sorted(cells, key=lambda cell: -cell.unmet)
    if order is CoverageOrder.EXPIRING:
        return sorted(cells, key=lambda cell: -cell.expiring)
    return list(cells)
