"""Events of the audit trail in the words of the reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from compliance.models.audit_labels import ACTION_LABELS, TARGET_LABELS
from core.models import AuditEvent
from people.models.person import RIGHT_LABELS

RIGHTS = dict(RIGHT_LABELS)
# What is told of an event beside what was done with what. All else stays in the trail: much of it is codes and
# digests, and some of it would tell a question or its key to somebody who may not know it.
DETAILS: dict[str, str | Promise] = {
    "reason": gettext_lazy("Reason"),
    "note": pgettext_lazy("audit", "Note"),
    "rows": gettext_lazy("Rows"),
    "minutes": gettext_lazy("Minutes"),
    "from": gettext_lazy("From"),
    "to": gettext_lazy("To"),
    "starts_on": gettext_lazy("First day"),
    "ends_on": gettext_lazy("Last day"),
    "ended_on": gettext_lazy("Last day"),
    "last_day": gettext_lazy("Last day"),
    "file": gettext_lazy("File"),
}
WITHOUT_DETAILS = ("exams.item", "exams.key", "exams.enemies", "exams.answer", "exams.appeal", "exams.area")


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """One event as shown: when, who (empty for the system), what was done, with what, and how."""

    sequence: int
    at: datetime
    actor: str
    action: str
    kind: str
    thing: str
    details: tuple[tuple[str, str], ...]


def told(events: Iterable[AuditEvent]) -> Iterator[ToldEvent]:
    """Yield events in words, in the order given."""
    for event in events:
        yield ToldEvent(
            sequence=event.sequence,
            at=event.at,
            actor=event.actor_label if event.actor_id is not None else _("the system"),
            action=str(ACTION_LABELS.get(event.action, event.action)),
            kind=str(TARGET_LABELS.get(event.target_type, event.target_type)),
            thing=_thing(event),
            details=_details(event),
        )


def _thing(event: AuditEvent) -> str:
    if event.target_type == "exams.itemnote":  # what follows the code is said among those who write items
        return event.target_label.partition(":")[0]
    if event.target_type in ("people.rolegrant", "people.grantproposal"):
        return " · ".join(str(RIGHTS.get(part, part)) for part in event.target_label.split(" · "))
    return event.target_label


def _details(event: AuditEvent) -> tuple[tuple[str, str], ...]:
    if event.action.startswith(WITHOUT_DETAILS):
        return ()
    found = ((label, event.data.get(key)) for key, label in DETAILS.items())
    return tuple(
        (str(label), str(value)) for label, value in found if isinstance(value, str | int) and value != ""
    )
