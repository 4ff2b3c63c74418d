"""The words of a draw: what may be drawn, what is asked, what was placed, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Candidate:
    """One approved item version that may be drawn.

    One that is required is in every form. Of two that share a group, enemies, a form holds at most one. The higher
    the wear, the later an item is drawn. `copy` tells the uses of one item apart where several forms are built at once.
    """

    version_id: int
    item_id: int
    area_code: str
    level: int
    item_type: str
    is_critical: bool
    is_required: bool = False
    groups: frozenset[int] = frozenset()
    wear: int = 0
    copy: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of a blueprint: `count` items of an area (and all areas below it), level and type; None means any.

    Rows of a section stand together in the form, the sections in the order of their numbers.
    """

    area_code: str
    count: int
    level: int | None = None
    item_type: str | None = None
    section: int = 0

    def admits(self, candidate: Candidate) -> bool:
        """Tell whether an item fits this row. Areas below are those whose code begins with this code and a dot."""
        in_area = candidate.area_code == self.area_code or candidate.area_code.startswith(f"{self.area_code}.")
        return in_area and self.level in (None, candidate.level) and self.item_type in (None, candidate.item_type)


class Lack(StrEnum):
    """What kind of thing the bank lacks."""

    ROWS = "rows"  # rows ask for more items than fit them
    CRITICAL = "critical"  # too few critical items fit
    FIXED = "fixed"  # items that must be in every form find no place
    FIXED_NOT_APPROVED = "fixed_not_approved"  # items that must be in every form have no approved wording
    FIXED_ENEMIES = "fixed_enemies"  # two of those must not meet
    ENEMIES = "enemies"  # there are items enough, but not without enemies
    UNDECIDED = "undecided"  # the search ended without an answer


@dataclass(frozen=True, slots=True)
class Shortage:
    """What the bank lacks: items wanted and items that could be given, for the row `index` (-1: for no one row).

    `rows` names all rows that share too few items, where it is more than one; `items` the items that find no place.
    """

    index: int
    wanted: int
    available: int
    lack: Lack = Lack.ROWS
    rows: tuple[int, ...] = ()
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """One drawn item and the row whose place it takes."""

    candidate: Candidate
    row: int


@dataclass(frozen=True, slots=True)
class Draw:
    """The drawn items in the order of the form, or what is missing; one of the two is empty."""

    placed: list[Placed]
    shortages: list[Shortage]
