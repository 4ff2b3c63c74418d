"""One registry of item types; a type is one file that registers itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, ClassVar, Protocol

Payload = Mapping[str, Any]


class KeyedWrong(ValueError):
    """What somebody keyed from a paper cannot be an answer to this item; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class ItemType(Protocol):
    """What every item type can do. All are pure functions of plain values."""

    code: ClassVar[str]

    def problems(self, body: Payload, key: Payload) -> list[str]:
        """Return codes of what is wrong with body and key; none when the item can be used."""

    def is_answered(self, body: Payload, value: object) -> bool:
        """Tell whether a response holds an answer."""

    def clean(self, body: Payload, value: object) -> object:
        """Return the response as it is stored; raises ValueError for one that no screen of ours can send."""

    def share(self, body: Payload, key: Payload, value: object) -> Decimal:
        """Return the share of the points earned, 0 to 1; 0 for no answer."""

    def keyed(self, body: Payload, text: str) -> str:
        """Return in its one canonical spelling what was keyed from a paper; raises KeyedWrong.

        `body` is what the paper shows; `text` is plain (NFKC, no space at its ends, upper case).
        """

    def keyed_value(self, body: Payload, text: str) -> object:
        """Return the response that a canonical spelling stands for."""

    def candidate_body(self, body: Payload, *, order: Callable[[list[Any]], list[Any]]) -> dict[str, Any]:
        """Return what a candidate may see: never the key. `order` shuffles options for one attempt."""


REGISTRY: dict[str, ItemType] = {}


def register(cls: type[Any]) -> type[Any]:
    """Register an item type under its code."""
    if cls.code in REGISTRY:
        raise ValueError(f"Two item types are called {cls.code}.")
    REGISTRY[cls.code] = cls()
    return cls


def item_type(code: str) -> ItemType:
    """Return the type of this code; KeyError names an unknown one."""
    return REGISTRY[code]
