"""What a row of the matrix says, and of whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

ACTORS = [
    "anonymous",
    "self",
    "colleague",
    "manager",
    "other_manager",
    "hr",
    "safety",
    "auditor",
    "trainer",
    "proctor",
    "admin",
]

Kwargs = Callable[[Any], dict[str, Any]]


def _nothing(w: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Row:
    """One address and method, and the answer for each actor."""

    name: str
    answers: dict[str, int]
    kwargs: Kwargs = field(default=_nothing)
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def names_something(self) -> bool:
        """Tell whether the address names one object."""
        return self.kwargs is not _nothing

    @property
    def actors(self) -> list[str]:
        """Return who is tested here; of the other branch whom the row names, at addresses of no one object.

        The others, and all addresses that name an object, are those of test_elsewhere.py.
        """
        others = [] if self.names_something else [actor for actor in self.answers if actor.startswith("other_")]
        return [*ACTORS, *(actor for actor in others if actor not in ACTORS)]

    def answer(self, actor: str) -> int:
        """Return the expected status for an actor."""
        default = 302 if actor == "anonymous" else self.answers["*"]
        return self.answers.get(actor, default)


ALL = {"*": 200}
OVERSEERS = {"*": 403, "manager": 200, "other_manager": 200, "hr": 200, "safety": 200, "auditor": 200}
PERSON = {"*": 404, "self": 200, "manager": 200, "hr": 200, "safety": 200, "auditor": 200}


def person(w: Any) -> dict[str, Any]:
    return {"public_id": w.person.public_id}


def exemption(w: Any) -> dict[str, Any]:
    return {"public_id": w.exemption.public_id}


def done(answers: dict[str, int]) -> dict[str, int]:
    """Return the answers of a deed: who would see a page is led on."""
    return {actor: 302 if status == 200 else status for actor, status in answers.items()}
