"""One JSON line per figure, and a table for people at the end."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.stack.people import Candidate
from tests.stack.server import Server
from tests.stack.stack import Stack


@dataclass(frozen=True)
class Figure:
    """One measured figure beside its floor of the same run; `ratio` is value ÷ floor."""

    name: str
    value: float | None
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
    stored: int = 0  # people of the large company, so far

    def tell(
        self, name: str, value: float | None, unit: str, *, n: int, floor: float | None = None, note: str = ""
    ) -> None:
        """Print a figure; one without a value says in its note why there is none."""
        ratio = round(value / floor, 2) if floor and value is not None else None
        figure = Figure(
            name,
            None if value is None else round(value, 3),
            unit,
            None if floor is None else round(floor, 3),
            ratio,
            n,
            note,
        )
        self.figures.append(figure)
        print(json.dumps(asdict(figure), ensure_ascii=False), flush=True)

    def table(self) -> None:
        """Print all figures side by side."""
        print(file=sys.stderr)
        for figure in self.figures:
            floor = f"floor {figure.floor:>10}" if figure.floor is not None else " " * 16
            ratio = f"× {figure.ratio}" if figure.ratio is not None else ""
            number = "–" if figure.value is None else figure.value
            value = f"{number:>12} {figure.unit:<9}{floor}  {ratio:<8}n={figure.n:<8}"
            print(f"{figure.name:<38}{value}{figure.note}", file=sys.stderr)


@dataclass(frozen=True)
class Measure:
    """One measure: what it does, how many seconds it takes on two idle cores, whether it runs only when asked for."""

    work: Callable[[Run], Any]
    seconds: int
    only_when_asked: bool


MEASURES: dict[str, Measure] = {}


def measure(name: str, *, seconds: int, only_when_asked: bool = False) -> Callable[[Callable[[Run], Any]], Any]:
    """Register a measure under the name that ONLY= asks for."""

    def register(work: Callable[[Run], Any]) -> Callable[[Run], Any]:
        MEASURES[name] = Measure(work, seconds, only_when_asked)
        return work

    return register


def run_all(run: Run, names: Iterable[str], *, seconds_left: Callable[[], float]) -> None:
    """Run measures in turn; one that fails, or for which no time is left, is told as such, and the next one runs."""
    for name in names:
        if seconds_left() < MEASURES[name].seconds:
            run.tell(name, None, "", n=0, note="left out: too little is left of the time that a run may take")
            continue
        try:
            run.stack.run("DELETE FROM cache_entries")
            MEASURES[name].work(run)
        except Exception as error:  # one measure that fails hides no other
            traceback.print_exc()
            run.tell(name, None, "", n=0, note=f"failed: {type(error).__name__}: {error}"[:200])
