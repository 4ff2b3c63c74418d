"""Notes who took which list of people away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from core import audit
from people.models import Person, User


def note(what: str, *, count: int, chosen: Mapping[str, str], actor: User, at: datetime) -> None:
    """Record that a list was downloaded: `what` names it, `count` its rows, `chosen` how it was narrowed."""
    audit.record(
        action="people.list_downloaded",
        actor=actor,
        target=actor,
        at=at,
        data={"list": what, "rows": count, "chosen": dict(chosen)},
    )


def note_record(person: Person, *, what: str, count: int, actor: User, at: datetime) -> None:
    """Record that a list from the file of one person was downloaded: `what` names it, `count` its rows."""
    data = {"list": what, "rows": count}
    audit.record(action="people.record_downloaded", actor=actor, target=person, at=at, data=data)
