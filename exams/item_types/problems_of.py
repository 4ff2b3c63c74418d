"""What keeps an item that came from outside from use: its type is asked, whatever shape a file gave it."""

from __future__ import annotations

from exams.domain.exchange.items import BankItem
from exams.item_types.registry import REGISTRY
from exams.item_types.veils import Veil

UNFIT = (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError, StopIteration)


def problems_of(item: BankItem) -> list[str]:
    """Return the codes of its type; `type_unknown` for no type of ours, `payload_unfit` for what cannot be shown."""
    kind = REGISTRY.get(item.item_type)
    if kind is None:
        return ["type_unknown"]
    found: list[str] = []
    try:
        found = kind.problems(item.body, item.key)
        # What screens and search ask of it: a file that was written by hand may hold any shape.
        kind.shown(item.body, item.key, None, veil=Veil())
        "".join(kind.texts(item.body))
        kind.pictures(item.body)
        kind.in_words(item.body, kind.right_value(item.body, item.key))
    except UNFIT:
        return [*found, "payload_unfit"]
    return found
