"""The organisation as a tree, in plain Python."""

from __future__ import annotations

from collections.abc import Mapping


class TreeHasCycle(ValueError):
    """A unit is, over its parents, part of itself; the argument is its id."""


def moved(parents: Mapping[int, int | None], *, unit: int, below: int) -> dict[int, int | None]:
    """Return the parents once a unit lies below another. Raises TreeHasCycle when that one is part of it."""
    above: int | None = below
    while above is not None:
        if above == unit:
            raise TreeHasCycle(unit)
        above = parents[above]
    return {**parents, unit: below}


def closure(parents: Mapping[int, int | None]) -> list[tuple[int, int, int]]:
    """Return (ancestor, descendant, depth) for every unit and each of its ancestors, itself at depth 0.

    Raises TreeHasCycle naming a unit on the cycle.
    """
    rows: list[tuple[int, int, int]] = []
    for unit in parents:
        above: int | None = unit
        depth = 0
        while above is not None:
            if depth > len(parents):
                raise TreeHasCycle(unit)
            rows.append((above, unit, depth))
            above = parents[above]
            depth += 1
    return rows
