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

# Holders of the same rights in another branch: tested where a row names them.
ELSEWHERE = ["other_hr", "other_safety", "other_auditor"]

Kwargs = Callable[[Any], dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """One address and method, and the answer for each actor."""

    name: str
    answers: dict[str, int]
    kwargs: Kwargs = field(default=lambda w: {})
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def actors(self) -> list[str]:
        """Return who is tested here."""
        return [*ACTORS, *(actor for actor in ELSEWHERE if actor in self.answers)]

    def answer(self, actor: str) -> int:
        """Return the expected status for an actor."""
        default = 302 if actor == "anonymous" else self.answers["*"]
        return self.answers.get(actor, default)
