"""One JSON line per figure, and a table for people at the end."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.stack.people import Candidate
from tests.stack.server import Server
from tests.stack.stack import Stack


@dataclass(frozen=True)
class Figure:
    """One measured figure beside its floor of the same run; `ratio` is value ÷ floor."""

    name: str
    value: float
    unit: str
    floor: float | None
    ratio: float | None
    n: int
    note: str


@dataclass
class Run:
    """What the measures share: servers, people, exams by number of questions, figures so far."""

    stack: Stack
    site: Server
    floor: Server
    people: list[Candidate]
    newcomers: list[Candidate]
    exams: dict[int, str]
    figures: list[Figure] = field(default_factory=list)
    floors: dict[str, float] = field(default_factory=dict)

    def tell(
        self, name: str, value: float, unit: str, *, n: int, floor: float | None = None, note: str = ""
    ) -> None:
        """Print a figure."""
        ratio = round(value / floor, 2) if floor else None
        figure = Figure(name, round(value, 3), unit, None if floor is None else round(floor, 3), ratio, n, note)
        self.figures.append(figure)
        print(json.dumps(asdict(figure), ensure_ascii=False), flush=True)

    def table(self) -> None:
        """Print all figures side by side."""
        print(file=sys.stderr)
        for figure in self.figures:
            floor = f"floor {figure.floor:>10}" if figure.floor is not None else " " * 16
            ratio = f"× {figure.ratio}" if figure.ratio is not None else ""
            value = f"{figure.value:>12} {figure.unit:<9}{floor}  {ratio:<8}n={figure.n:<6}"
            print(f"{figure.name:<34}{value}{figure.note}", file=sys.stderr)


Measure = Callable[[Run], Any]
MEASURES: dict[str, Measure] = {}


def measure(name: str) -> Callable[[Measure], Measure]:
    """Register a measure under the name that ONLY= asks for."""

    def register(function: Measure) -> Measure:
        MEASURES[name] = function
        return function

    return register
