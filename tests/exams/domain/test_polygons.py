"""Where a point lies: edges and corners belong to an area, and the rule does not depend on how it is drawn."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.polygons import area, contains


def points(text):
    return [tuple(Decimal(number) for number in pair.split(",")) for pair in text.split()]


SQUARE = points("0.2,0.2 0.6,0.2 0.6,0.6 0.2,0.6")
ARROW = points("0.1,0.1 0.9,0.5 0.1,0.9 0.3,0.5")  # with a bay on its left


@pytest.mark.parametrize(
    ("polygon", "point", "inside"),
    [
        (SQUARE, "0.4,0.4", True),
        (SQUARE, "0.2,0.4", True),  # on an edge
        (SQUARE, "0.6,0.4", True),
        (SQUARE, "0.4,0.2", True),
        (SQUARE, "0.4,0.6", True),
        (SQUARE, "0.2,0.2", True),  # on a corner
        (SQUARE, "0.6,0.6", True),
        (SQUARE, "0.1999,0.4", False),
        (SQUARE, "0.6001,0.4", False),
        (SQUARE, "0.1,0.2", False),  # on the line of an edge, outside it
        (SQUARE, "0.7,0.6", False),
        (ARROW, "0.2,0.5", False),  # in the bay
        (ARROW, "0.3,0.5", True),
        (ARROW, "0.5,0.3", True),  # on a slanting edge
        (ARROW, "0.5,0.5", True),
        (ARROW, "0.05,0.5", False),  # its ray meets a corner
        (ARROW, "0.05,0.1", False),
    ],
)
def test_contains(polygon, point, inside):
    [wanted] = points(point)

    assert contains(polygon, wanted) is inside
    assert contains(polygon[::-1], wanted) is inside
    for turn in range(len(polygon)):
        assert contains(polygon[turn:] + polygon[:turn], wanted) is inside


PLACE = st.integers(0, 10_000).map(lambda number: Decimal(number) / 10_000)


@given(x=PLACE, y=PLACE)
def test_square_agrees_with_what_a_child_would_say(x, y):
    assert contains(SQUARE, (x, y)) is (
        Decimal("0.2") <= x <= Decimal("0.6") and Decimal("0.2") <= y <= Decimal("0.6")
    )


@given(x=PLACE, y=PLACE)
def test_a_square_cut_in_two_triangles_holds_the_same_points(x, y):
    halves = [SQUARE[:3], [SQUARE[0], *SQUARE[2:]]]

    assert any(contains(half, (x, y)) for half in halves) is contains(SQUARE, (x, y))


def test_area():
    assert area(SQUARE) == area(SQUARE[::-1]) == Decimal("0.16")
    assert area(SQUARE[:2]) == 0
