"""The audit trail as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from compliance.queries.trail_words import ToldEvent
from core.sheets import Cell, Column


def columns() -> list[Column]:
    """Return the columns of the trail."""
    return [
        Column(_("Number"), 10),
        Column(_("At"), 18),
        Column(_("Who"), 16),
        Column(pgettext("audit", "What was done"), 32),
        Column(_("With what"), 18),
        Column(_("Name of it"), 40),
        Column(_("Details"), 48),
    ]


def rows(events: Iterable[ToldEvent]) -> Iterator[list[Cell]]:
    """Yield one row per event."""
    for event in events:
        details = "; ".join(f"{name}: {value}" for name, value in event.details)
        yield [event.sequence, event.at, event.actor, event.action, event.kind, event.thing, details]
