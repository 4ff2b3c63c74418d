"""Areas on a picture, in shares of its width and height: where a point lies, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

Point = tuple[Decimal, Decimal]


def contains(polygon: Sequence[Point], point: Point) -> bool:
    """Tell whether a point lies in a polygon; its edges and corners belong to it. Even-odd rule, exact decimals."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        cross = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        if cross == 0 and min(ax, bx) <= x <= max(ax, bx) and min(ay, by) <= y <= max(ay, by):
            return True
        # An edge crosses the ray to the right when it begins on one side of the height of the point and ends on the
        # other; the lower end counts, the upper does not, so that a corner is met once.
        if (ay > y) != (by > y) and (cross > 0) == (by > ay):
            inside = not inside
    return inside


def area(polygon: Sequence[Point]) -> Decimal:
    """Return the area in shares of the picture (shoelace formula); 0 for less than three corners."""
    if len(polygon) < 3:
        return Decimal(0)
    edges = zip(polygon, (*polygon[1:], polygon[0]), strict=True)
    return abs(sum((ax * by - bx * ay for (ax, ay), (bx, by) in edges), Decimal(0))) / 2
