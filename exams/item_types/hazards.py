"""Hazards of a picture: what keeps them from use, and which of them the marks of a response meet."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from exams.domain.polygons import Point, area, contains
from exams.item_types.registry import Payload, ids_of, read_decimal, row_problems

ASKS = {"severity": "severities", "control": "controls"}  # what is asked, and where its choices stand in the body
SMALLEST_AREA = Decimal("0.0004")  # a square of 2 % of the picture: smaller than a fingertip on a phone is luck
MOST_CHOICES = 9  # one digit each on paper
MOST_MARKS = 20


@dataclass(slots=True)
class Found:
    """What the marks meet: by hazard its first mark, and the wrong ones with their numbers from 1."""

    marks: dict[str, Payload] = field(default_factory=dict)
    wrong: list[tuple[int, Payload]] = field(default_factory=list)


def asked(body: Payload) -> list[str]:
    """Return what is asked about each hazard, in a fixed order."""
    return [ask for ask in ASKS if ask in body.get("asks", [])]


def corners(hazard: Payload) -> list[Point]:
    """Return the polygon of a hazard as numbers."""
    return [(Decimal(x), Decimal(y)) for x, y in hazard["polygon"]]


def find(key: Payload, value: object) -> Found:
    """Return which hazards the marks of a response meet; where areas overlap, the first one not yet found."""
    found = Found()
    marks = value if isinstance(value, dict) else {}
    given = marks["taps"] if "taps" in marks else marks.get("listed", [])
    for number, mark in enumerate(given, start=1):
        met = [hazard["id"] for hazard in key["hazards"] if _meets(mark, hazard)]
        if not met:
            found.wrong.append((number, mark))
        new = next((hazard for hazard in met if hazard not in found.marks), None)
        if new is not None:
            found.marks[new] = mark
    return found


def _meets(mark: Payload, hazard: Payload) -> bool:
    if "id" in mark:
        return bool(mark["id"] == hazard["statement"])
    return contains(corners(hazard), (Decimal(mark["x"]), Decimal(mark["y"])))


def hazard_problems(body: Payload, key: Payload) -> list[str]:
    """Return codes of what is wrong with picture, statements and hazards."""
    found = [] if body.get("picture") else ["no_picture"]
    statements, hazards = body.get("statements", []), key.get("hazards", [])
    found += row_problems(statements, least=2, kind="statement")
    if not set(body.get("asks", [])) <= set(ASKS):
        found.append("asks_unknown")
    for ask in asked(body):
        choices = body.get(ASKS[ask], [])
        found += row_problems(choices, least=2, kind="choice")
        if len(choices) > MOST_CHOICES:
            found.append("too_many_choices")
        if any(hazard.get(ask) not in ids_of(choices) for hazard in hazards):
            found.append("hazard_without_answer")
    if not len(hazards) <= _number(body.get("most_taps")) <= MOST_MARKS:
        found.append("most_taps_unfit")
    cost = read_decimal(key.get("wrong_tap_cost"))
    if cost is None or not 0 <= cost <= 1:
        found.append("cost_out_of_range")
    return found + _area_problems(hazards) + _statement_problems(hazards, ids_of(statements))


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _area_problems(hazards: list[Payload]) -> list[str]:
    if not hazards:
        return ["no_hazard"]
    found = []
    for hazard in hazards:
        read = [read_decimal(number) for corner in hazard.get("polygon", []) for number in corner]
        if any(number is None or not 0 <= number <= 1 for number in read):
            found.append("polygon_outside_picture")
        elif area(corners(hazard)) < SMALLEST_AREA:
            found.append("polygon_too_small")
    return found


def _statement_problems(hazards: list[Payload], statements: list[str]) -> list[str]:
    found = []
    named = [hazard.get("statement") for hazard in hazards]
    if len(set(ids_of(hazards))) != len(hazards) or not all(str(h.get("name", "")).strip() for h in hazards):
        found.append("hazard_without_name")
    if len(set(named)) != len(named) or not set(named) <= set(statements):
        found.append("hazard_without_statement")
    elif len(statements) == len(hazards):
        found.append("no_wrong_statement")
    return found
