"""Edges of a bipartite graph in so few colours that no two of one colour meet: as many as the busiest end has edges."""

from __future__ import annotations

from collections.abc import Hashable, Sequence


def coloured(edges: Sequence[tuple[Hashable, Hashable]]) -> list[int]:
    """Return a colour, from 0, for each edge, parallel edges included (König's theorem, by alternating paths).

    The two ends of an edge are of different kinds, even where they are equal.
    """
    # For each end, which edge has which colour.
    at: dict[tuple[int, Hashable], dict[int, int]] = {}
    colours: list[int] = []
    for number, (left, right) in enumerate(edges):
        one, other = at.setdefault((0, left), {}), at.setdefault((1, right), {})
        colour, wish = _free(one), _free(other)
        if colour in other:
            _flip(edges, colours, at, start=(1, right), colour=colour, wish=wish)
        colours.append(colour)
        one[colour] = other[colour] = number
    return colours


def _free(used: dict[int, int]) -> int:
    return next(colour for colour in range(len(used) + 1) if colour not in used)


def _flip(
    edges: Sequence[tuple[Hashable, Hashable]],
    colours: list[int],
    at: dict[tuple[int, Hashable], dict[int, int]],
    *,
    start: tuple[int, Hashable],
    colour: int,
    wish: int,
) -> None:
    """Change the two colours along the path from an end, so that `colour` becomes free there."""
    path, end, now = [], start, colour
    while now in at[end]:
        number = at[end][now]
        path.append(number)
        left, right = edges[number]
        end = (1, right) if end[0] == 0 else (0, left)
        now = wish if now == colour else colour
    for number in path:
        for end in ((0, edges[number][0]), (1, edges[number][1])):
            del at[end][colours[number]]
    for number in path:
        colours[number] = wish if colours[number] == colour else colour
        for end in ((0, edges[number][0]), (1, edges[number][1])):
            at[end][colours[number]] = number
